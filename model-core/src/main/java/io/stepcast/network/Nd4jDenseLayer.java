package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;

/** A hidden layer with the SiLU from ND4J operations: a = z σ(z) with z = W x + b; one window per column. */
final class Nd4jDenseLayer {

    private final Nd4jLinear linear;
    /** z, shape [units, batch]. */
    private final INDArray sums;
    /** σ(z). */
    private final INDArray sigmoids;
    /** s'(z). */
    private final INDArray curve;
    /** a. */
    final INDArray activations;
    /** Where dL/da is left for {@link #backward}. */
    final INDArray slopes;

    Nd4jDenseLayer(Nd4jLinear linear, int units, Nd4jMemory memory) {
        this.linear = linear;
        sums = memory.columns(units);
        sigmoids = memory.columns(units);
        curve = memory.columns(units);
        activations = memory.columns(units);
        slopes = memory.columns(units);
    }

    void forward(INDArray inputs) {
        linear.forward(inputs, sums);
        Nd4j.exec(new Sigmoid(sums, sigmoids));
        sums.muli(sigmoids, activations);
    }

    /**
     * Adds the gradient.
     *
     * @param inputs as they were for the last {@link #forward}
     */
    void addGradient(INDArray inputs) {
        // s'(z) = σ(z) (1 + z (1 - σ(z)))
        curve.assign(sigmoids);
        curve.rsubi(1).muli(sums).addi(1).muli(sigmoids);
        slopes.muli(curve);
        linear.addGradient(inputs, slopes);
    }

    /** Gives dL/dx, after {@link #addGradient}. */
    void backward(INDArray inputSlopes) {
        linear.backward(slopes, inputSlopes);
    }
}
