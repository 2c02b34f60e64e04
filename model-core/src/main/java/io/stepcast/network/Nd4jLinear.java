package io.stepcast.network;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A linear layer from ND4J operations: y = W x + b, with or without b; one window per column. */
final class Nd4jLinear {

    private final Nd4jParameters.Weight weight;
    private final Nd4jParameters.@Nullable Weight bias;
    private final INDArray ones;

    Nd4jLinear(Nd4jParameters.Weight weight, Nd4jParameters.@Nullable Weight bias, Nd4jMemory memory) {
        this.weight = weight;
        this.bias = bias;
        ones = memory.ones;
    }

    /**
     * @param inputs x, shape [inputs, batch]
     * @param outputs receives y, shape [outputs, batch]
     */
    void forward(INDArray inputs, INDArray outputs) {
        Nd4j.matmul(weight.values(), inputs, outputs);
        if (bias != null) {
            outputs.addiColumnVector(bias.values());
        }
    }

    /** dL/dW += dL/dy xᵀ, and dL/db += dL/dy summed over the batch. */
    void addGradient(INDArray inputs, INDArray slopes) {
        weight.addProduct(slopes, inputs);
        if (bias != null) {
            bias.addSum(slopes, ones);
        }
    }

    /**
     * dL/dx = Wᵀ dL/dy.
     *
     * @param inputSlopes receives dL/dx, shape [inputs, batch]
     */
    void backward(INDArray slopes, INDArray inputSlopes) {
        Nd4j.matmul(weight.values(), slopes, inputSlopes, true, false, false);
    }
}
