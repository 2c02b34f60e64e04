package io.stepcast.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The working memory of an {@link OpenBlasLstm} for up to {@code capacity} windows. Sequences are time-major: [time, batch, …], so
 * that a step is one block.
 */
final class LstmBuffers implements AutoCloseable {

    final int capacity;
    private final NetworkShape shape;

    /** σ and tanh of the pre-activations, per step [batch, 4 hidden]. */
    final float[][] gates;
    /** c_{-1} = 0 to c_{T-1}, each [batch, hidden]. */
    final float[][] cells;
    /** tanh(c_t), per step [batch, hidden]. */
    final float[][] cellTanh;
    /** One step of hidden states or their slopes, on the way between Java and OpenBLAS. */
    final float[] step;

    final float[] cellSlopes;
    final float[] gateSlopes;
    /** Which gate function each column of a step has, see {@link Activations#gates}. */
    final float[] gateScale;

    final float[] outputs;
    final float[] outputSlopes;
    final float[] headBiasGradient;
    private final float[] stagedInputs;
    /** The first real time step of each window. */
    final int[] first;

    private final NativeFloats inputsMemory;
    final NativeFloats preActivationsMemory;
    final NativeFloats hiddenMemory;
    final NativeFloats headMemory;
    final NativeFloats hiddenSlopesMemory;

    /** [x_t, 1], shape [time, batch, inputs + 1]. */
    final FloatPointer inputs;
    /** z forwards, dL/dz backwards, shape [time, batch, 4 hidden]. */
    final FloatPointer preActivations;
    /** h_t, shape [time, batch, hidden]. */
    final FloatPointer hidden;
    /** The head's outputs or their slopes, shape [batch, output stride]. */
    final FloatPointer head;
    /** dL/dh of one step, shape [batch, hidden]. */
    final FloatPointer hiddenSlopes;

    LstmBuffers(NetworkShape shape, int outputStride, int capacity) {
        this.shape = shape;
        this.capacity = capacity;
        int time = shape.time();
        int units = capacity * shape.hidden();
        gates = new float[time][4 * units];
        cells = new float[time + 1][units];
        cellTanh = new float[time][units];
        step = new float[units];
        cellSlopes = new float[units];
        gateSlopes = new float[4 * units];
        gateScale = new float[4 * units];
        for (int i = 0; i < gateScale.length; i++) {
            gateScale[i] = i / shape.hidden() % 4 == 2 ? 1f : 0.5f;
        }
        outputs = new float[capacity * outputStride];
        outputSlopes = new float[capacity * outputStride];
        headBiasGradient = new float[outputStride];
        first = new int[capacity];
        stagedInputs = new float[time * capacity * (shape.inputs() + 1)];
        Arrays.fill(stagedInputs, 1f);
        inputsMemory = new NativeFloats(stagedInputs.length);
        preActivationsMemory = new NativeFloats(time * 4 * units);
        hiddenMemory = new NativeFloats(time * units);
        headMemory = new NativeFloats(capacity * outputStride);
        hiddenSlopesMemory = new NativeFloats(units);
        inputs = inputsMemory.cursor();
        preActivations = preActivationsMemory.cursor();
        hidden = hiddenMemory.cursor();
        head = headMemory.cursor();
        hiddenSlopes = hiddenSlopesMemory.cursor();
    }

    /**
     * Turns windows time-major and gives each step its constant 1; steps that are not real become zeros.
     *
     * @param windows shape [batch, time, inputs]
     * @param steps real time steps of each window, shape [batch]
     * @param from the first window to take
     */
    void stageInputs(float[] windows, int[] steps, int from, int rows) {
        int time = shape.time();
        int width = shape.inputs();
        int stride = width + 1;
        for (int row = 0; row < rows; row++) {
            first[row] = time - steps[from + row];
            for (int t = 0; t < first[row]; t++) {
                int target = (t * rows + row) * stride;
                Arrays.fill(stagedInputs, target, target + width, 0f);
                stagedInputs[target + width] = 1f;
            }
            for (int t = first[row]; t < time; t++) {
                int target = (t * rows + row) * stride;
                System.arraycopy(windows, ((from + row) * time + t) * width, stagedInputs, target, width);
                stagedInputs[target + width] = 1f;
            }
        }
        inputsMemory.put(0, stagedInputs, 0, time * rows * stride);
    }

    @Override
    public void close() {
        inputsMemory.close();
        preActivationsMemory.close();
        hiddenMemory.close();
        headMemory.close();
        hiddenSlopesMemory.close();
    }
}
