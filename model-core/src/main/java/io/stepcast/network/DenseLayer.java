package io.stepcast.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** A hidden layer with the SiLU: a = s(x W + b) with s(z) = z σ(z), W [inputs, units] and b [units]. */
final class DenseLayer implements AutoCloseable {

    private final CpuWeights parameters;
    private final int inputs;
    private final int units;
    private final int bias;
    private final FloatPointer weights;
    private final FloatPointer weightsGradient;
    private final float[] biasGradient;

    /** z, then a; backwards dL/da, then dL/dz. */
    private float[] values = {};
    /** s'(z). */
    private float[] curve = {};

    private NativeFloats memory = new NativeFloats(0);
    private NativeFloats slopesMemory = new NativeFloats(0);

    DenseLayer(CpuWeights parameters, int inputs, int units, int weights, int bias) {
        this.parameters = parameters;
        this.inputs = inputs;
        this.units = units;
        this.bias = bias;
        this.weights = parameters.values(weights);
        weightsGradient = parameters.gradient(weights);
        biasGradient = new float[units];
    }

    void reserve(int rows) {
        close();
        values = new float[rows * units];
        curve = new float[rows * units];
        memory = new NativeFloats(rows * units);
        slopesMemory = new NativeFloats(rows * units);
    }

    /** a, shape [rows, units]. */
    FloatPointer activations() {
        return memory.start();
    }

    /** Where dL/da is left for {@link #backward}, shape [rows, units]. */
    FloatPointer slopes() {
        return slopesMemory.start();
    }

    /**
     * @param source x, shape [rows, inputs]
     */
    void forward(FloatPointer source, int rows) {
        OpenBlas.multiply(rows, units, inputs, source, inputs, weights, 0, memory.start());
        memory.get(0, values, 0, rows * units);
        for (int row = 0; row < rows; row++) {
            Activations.addRow(values, row * units, parameters.values, bias, units);
        }
        Activations.silu(values, curve, rows * units);
        memory.put(0, values, 0, rows * units);
    }

    /**
     * Takes dL/da from {@link #slopes}.
     *
     * @param source as it was for the last {@link #forward}
     * @param keep what to multiply the gradient by that is there already
     * @param below the layer that {@code source} comes from, or null
     */
    void backward(FloatPointer source, int rows, float keep, @Nullable DenseLayer below) {
        slopesMemory.get(0, values, 0, rows * units);
        Activations.multiply(values, curve, rows * units);
        if (keep == 0) {
            Arrays.fill(biasGradient, 0);
        }
        for (int row = 0; row < rows; row++) {
            Activations.addRow(biasGradient, 0, values, row * units, units);
        }
        parameters.nativeGradient.put(bias, biasGradient, 0, units);
        slopesMemory.put(0, values, 0, rows * units);
        OpenBlas.multiplyTransposed(inputs, units, rows, source, inputs, slopesMemory.start(), keep, weightsGradient);
        if (below != null) {
            OpenBlas.multiplyByTransposed(rows, inputs, units, slopesMemory.start(), weights, 0, below.slopes());
        }
    }

    @Override
    public void close() {
        memory.close();
        slopesMemory.close();
    }
}
