package io.stepcast.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** The linear layer that gives the outputs: y = a V + b, with V [inputs, output stride] and b [output stride]. */
final class LinearHead implements AutoCloseable {

    private final CpuWeights parameters;
    private final int inputs;
    private final int outputs;
    private final int stride;
    private final int bias;
    private final FloatPointer weights;
    private final FloatPointer weightsGradient;
    private final float[] biasGradient;

    private float[] values = {};
    private NativeFloats memory = new NativeFloats(0);

    /**
     * @param weights where V begins in the parameters
     * @param bias where b begins
     */
    LinearHead(CpuWeights parameters, int inputs, int outputs, int stride, int weights, int bias) {
        this.parameters = parameters;
        this.inputs = inputs;
        this.outputs = outputs;
        this.stride = stride;
        this.bias = bias;
        this.weights = parameters.values(weights);
        weightsGradient = parameters.gradient(weights);
        biasGradient = new float[stride];
    }

    void reserve(int rows) {
        memory.close();
        values = new float[rows * stride];
        memory = new NativeFloats(rows * stride);
    }

    /**
     * @param activations a, shape [rows, inputs]
     * @return y, shape [rows, stride]; overwritten by the next call
     */
    float[] forward(FloatPointer activations, int rows) {
        OpenBlas.multiply(rows, stride, inputs, activations, inputs, weights, 0, memory.start());
        memory.get(0, values, 0, rows * stride);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < outputs; o++) {
                values[row * stride + o] += parameters.values[bias + o];
            }
        }
        return values;
    }

    /**
     * @param activations as they were for the last {@link #forward}
     * @param slopes dL/dy, shape [rows, stride]
     * @param keep what to multiply the gradient by that is there already
     * @param activationSlopes receives dL/da, shape [rows, inputs]
     */
    void backward(FloatPointer activations, float[] slopes, int rows, float keep, FloatPointer activationSlopes) {
        memory.put(0, slopes, 0, rows * stride);
        OpenBlas.multiplyTransposed(inputs, stride, rows, activations, inputs, memory.start(), keep, weightsGradient);
        if (keep == 0) {
            Arrays.fill(biasGradient, 0);
        }
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < outputs; o++) {
                biasGradient[o] += slopes[row * stride + o];
            }
        }
        parameters.nativeGradient.put(bias, biasGradient, 0, stride);
        OpenBlas.multiplyByTransposed(rows, inputs, stride, memory.start(), weights, 0, activationSlopes);
    }

    @Override
    public void close() {
        memory.close();
    }
}
