package io.stepcast.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * A layer of LSTM cells. With the input x_t, the state h_t and the gates i, f, g, o of {@code torch.nn.LSTM}:
 *
 * <pre>
 *   z_t = [x_t, 1] Wx + h_{t-1} U            pre-activations of all four gates, [rows, 4 hidden]
 *   c_t = σ(z_f) c_{t-1} + σ(z_i) tanh(z_g)
 *   h_t = σ(z_o) tanh(c_t)
 * </pre>
 *
 * Wx [inputs + 1, 4 hidden] has the bias as its last row; U is [hidden, 4 hidden]. One product serves the inputs of all steps, one
 * the gradient of each weight matrix.
 */
final class LstmLayer implements RecurrentLayer {

    private final int time;
    private final int inputs;
    private final int units;
    private final int gateUnits;
    private final int hiddenStride;
    private final boolean lastLayer;
    private final FloatPointer inputWeights;
    private final FloatPointer recurrentWeights;
    private final FloatPointer inputWeightsGradient;
    private final FloatPointer recurrentWeightsGradient;

    /** σ and tanh of the pre-activations, per step [rows, 4 hidden]. */
    private float[][] gates = {};
    /** c_{-1} = 0 to c_{T-1}, each [rows, hidden]. */
    private float[][] cells = {};
    /** tanh(c_t), per step [rows, hidden]. */
    private float[][] cellTanh = {};
    /** One step of hidden states or their slopes, on the way between Java and OpenBLAS. */
    private float[] step = {};

    private float[] cellSlopes = {};
    private float[] gateSlopes = {};
    /** Which gate function each column of a step has, see {@link Activations#gates}. */
    private float[] gateScale = {};

    /** z forwards, dL/dz backwards, shape [time, rows, 4 hidden]. */
    private NativeFloats preActivations = new NativeFloats(0);

    private NativeFloats hidden = new NativeFloats(0);
    private NativeFloats slopes = new NativeFloats(0);

    /**
     * @param wx where Wx begins in the parameters
     * @param u where U begins
     */
    LstmLayer(RecurrentShape shape, int layer, CpuWeights weights, int wx, int u) {
        time = shape.time();
        inputs = shape.inputsOf(layer);
        units = shape.hidden();
        gateUnits = 4 * units;
        lastLayer = layer == shape.layers() - 1;
        hiddenStride = lastLayer ? units : units + 1;
        inputWeights = weights.values(wx);
        recurrentWeights = weights.values(u);
        inputWeightsGradient = weights.gradient(wx);
        recurrentWeightsGradient = weights.gradient(u);
    }

    @Override
    public void reserve(int rows) {
        close();
        int size = rows * units;
        gates = new float[time][4 * size];
        cells = new float[time + 1][size];
        cellTanh = new float[time][size];
        step = new float[rows * hiddenStride];
        cellSlopes = new float[size];
        gateSlopes = new float[4 * size];
        gateScale = new float[4 * size];
        for (int i = 0; i < gateScale.length; i++) {
            gateScale[i] = i / units % 4 == 2 ? 1f : 0.5f;
        }
        preActivations = new NativeFloats(time * 4 * size);
        hidden = new NativeFloats(time * rows * hiddenStride);
        slopes = new NativeFloats(lastLayer ? size : time * size);
    }

    @Override
    public NativeFloats hidden() {
        return hidden;
    }

    @Override
    public NativeFloats slopes() {
        return slopes;
    }

    @Override
    public void forward(NativeFloats source, int rows, int begin, int[] first) {
        int block = rows * gateUnits;
        int hiddenBlock = rows * hiddenStride;
        OpenBlas.multiply(
                (time - begin) * rows,
                gateUnits,
                inputs + 1,
                source.at(begin * rows * (inputs + 1)),
                inputs + 1,
                inputWeights,
                0,
                preActivations.at(begin * block));
        Arrays.fill(cells[begin], 0, rows * units, 0);
        for (int t = begin; t < time; t++) {
            if (t > begin) {
                OpenBlas.multiply(
                        rows,
                        gateUnits,
                        units,
                        hidden.at((t - 1) * hiddenBlock),
                        hiddenStride,
                        recurrentWeights,
                        1,
                        preActivations.at(t * block));
            }
            float[] gate = gates[t];
            preActivations.get(t * block, gate, 0, block);
            Activations.gates(gate, gateScale, block);
            LstmCell.cells(gate, cells[t], cells[t + 1], rows, units);
            Activations.tanh(cells[t + 1], cellTanh[t], rows * units);
            LstmCell.hidden(gate, cellTanh[t], step, rows, units, hiddenStride);
            UnrealSteps.clear(first, t, cells[t + 1], rows, units);
            UnrealSteps.clear(first, t, step, rows, hiddenStride);
            hidden.put(t * hiddenBlock, step, 0, hiddenBlock);
        }
    }

    @Override
    public void backward(
            NativeFloats source, int rows, int begin, int[] first, float keep, @Nullable RecurrentLayer below) {
        int block = rows * gateUnits;
        int size = rows * units;
        // dz_t from dh_t and dc_t, then dh_{t-1} += dz_t Uᵀ. dz takes the place of z.
        Arrays.fill(cellSlopes, 0, size, 0);
        for (int t = time - 1; t >= begin; t--) {
            slopes.get(lastLayer ? 0 : t * size, step, 0, size);
            LstmCell.backward(gates[t], cells[t], cellTanh[t], step, cellSlopes, gateSlopes, rows, units);
            UnrealSteps.clear(first, t, gateSlopes, rows, gateUnits);
            UnrealSteps.clear(first, t, cellSlopes, rows, units);
            preActivations.put(t * block, gateSlopes, 0, block);
            if (t > begin) {
                OpenBlas.multiplyByTransposed(
                        rows,
                        units,
                        gateUnits,
                        preActivations.at(t * block),
                        recurrentWeights,
                        lastLayer ? 0 : 1,
                        slopes.at(lastLayer ? 0 : (t - 1) * size));
            }
        }
        int steps = time - begin;
        OpenBlas.multiplyTransposed(
                inputs + 1,
                gateUnits,
                steps * rows,
                source.at(begin * rows * (inputs + 1)),
                inputs + 1,
                preActivations.at(begin * block),
                keep,
                inputWeightsGradient);
        OpenBlas.multiplyTransposed(
                units,
                gateUnits,
                (steps - 1) * rows,
                hidden.at(begin * rows * hiddenStride),
                hiddenStride,
                preActivations.at((begin + 1) * block),
                keep,
                recurrentWeightsGradient);
        if (below != null) {
            OpenBlas.multiplyByTransposed(
                    steps * rows,
                    inputs,
                    gateUnits,
                    preActivations.at(begin * block),
                    inputWeights,
                    0,
                    below.slopes().at(begin * rows * inputs));
        }
    }

    @Override
    public void close() {
        preActivations.close();
        hidden.close();
        slopes.close();
    }
}
