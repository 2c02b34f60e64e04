package io.stepcast.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * A layer of GRU cells as {@code torch.nn.GRU} defines them, with the gates r, z, n:
 *
 * <pre>
 *   a_t = [x_t, 1] Wx                        from the inputs, [rows, 3 hidden]
 *   b_t = h_{t-1} U                          from the state, [rows, 3 hidden]
 *   r = σ(a_r + b_r),  z = σ(a_z + b_z)
 *   q = b_n + bias_hn
 *   n = tanh(a_n + r q)
 *   h_t = n + z (h_{t-1} - n)
 * </pre>
 *
 * Wx [inputs + 1, 3 hidden] has the bias as its last row; U is [hidden, 3 hidden]; bias_hn [hidden] is the candidate's second bias.
 */
final class GruLayer implements RecurrentLayer {

    private final int time;
    private final int inputs;
    private final int units;
    private final int gateUnits;
    private final int hiddenStride;
    private final boolean lastLayer;
    private final CpuWeights weights;
    private final int candidateBias;
    private final float[] candidateBiasGradient;
    private final FloatPointer inputWeights;
    private final FloatPointer recurrentWeights;
    private final FloatPointer inputWeightsGradient;
    private final FloatPointer recurrentWeightsGradient;

    /** r, z, n, per step [rows, 3 hidden]. */
    private float[][] gates = {};
    /** q, per step [rows, hidden]. */
    private float[][] candidates = {};
    /** h_{-1} = 0 to h_{T-1}, each [rows, hidden]. */
    private float[][] states = {};
    /** b_t, or da_t and db_t backwards. */
    private float[] recurrent = {};

    private float[] inputSlopes = {};
    /** One step of hidden states or their slopes, on the way between Java and OpenBLAS. */
    private float[] step = {};
    /** dL/dh_{t-1} that does not go through U, [rows, hidden]. */
    private float[] direct = {};

    /** a forwards, dL/da backwards, shape [time, rows, 3 hidden]. */
    private NativeFloats fromInputs = new NativeFloats(0);
    /** b forwards, dL/db backwards, shape [time, rows, 3 hidden]. */
    private NativeFloats fromState = new NativeFloats(0);

    private NativeFloats hidden = new NativeFloats(0);
    private NativeFloats slopes = new NativeFloats(0);

    /**
     * @param wx where Wx begins in the parameters
     * @param u where U begins
     * @param candidateBias where bias_hn begins
     */
    GruLayer(RecurrentShape shape, int layer, CpuWeights weights, int wx, int u, int candidateBias) {
        time = shape.time();
        inputs = shape.inputsOf(layer);
        units = shape.hidden();
        gateUnits = 3 * units;
        lastLayer = layer == shape.layers() - 1;
        hiddenStride = lastLayer ? units : units + 1;
        this.weights = weights;
        this.candidateBias = candidateBias;
        candidateBiasGradient = new float[units];
        inputWeights = weights.values(wx);
        recurrentWeights = weights.values(u);
        inputWeightsGradient = weights.gradient(wx);
        recurrentWeightsGradient = weights.gradient(u);
    }

    @Override
    public void reserve(int rows) {
        close();
        int size = rows * units;
        gates = new float[time][3 * size];
        candidates = new float[time][size];
        states = new float[time + 1][size];
        recurrent = new float[3 * size];
        inputSlopes = new float[3 * size];
        step = new float[rows * hiddenStride];
        direct = new float[size];
        fromInputs = new NativeFloats(time * 3 * size);
        fromState = new NativeFloats(time * 3 * size);
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
        int size = rows * units;
        int hiddenBlock = rows * hiddenStride;
        OpenBlas.multiply(
                (time - begin) * rows,
                gateUnits,
                inputs + 1,
                source.at(begin * rows * (inputs + 1)),
                inputs + 1,
                inputWeights,
                0,
                fromInputs.at(begin * block));
        Arrays.fill(states[begin], 0, size, 0);
        Arrays.fill(recurrent, 0, block, 0);
        for (int t = begin; t < time; t++) {
            if (t > begin) {
                OpenBlas.multiply(
                        rows,
                        gateUnits,
                        units,
                        hidden.at((t - 1) * hiddenBlock),
                        hiddenStride,
                        recurrentWeights,
                        0,
                        fromState.at(t * block));
                fromState.get(t * block, recurrent, 0, block);
            }
            float[] gate = gates[t];
            fromInputs.get(t * block, gate, 0, block);
            GruCell.gates(gate, recurrent, candidates[t], weights.values, candidateBias, rows, units);
            GruCell.state(gate, states[t], states[t + 1], rows, units);
            UnrealSteps.clear(first, t, states[t + 1], rows, units);
            GruCell.hidden(states[t + 1], step, rows, units, hiddenStride);
            hidden.put(t * hiddenBlock, step, 0, hiddenBlock);
        }
    }

    @Override
    public void backward(
            NativeFloats source, int rows, int begin, int[] first, float keep, @Nullable RecurrentLayer below) {
        int block = rows * gateUnits;
        int size = rows * units;
        if (keep == 0) {
            Arrays.fill(candidateBiasGradient, 0);
        }
        Arrays.fill(direct, 0, size, 0);
        // da_t and db_t from dh_t, then dh_{t-1} = z dh_t + db_t Uᵀ. They take the places of a and b.
        for (int t = time - 1; t >= begin; t--) {
            slopes.get(lastLayer ? 0 : t * size, step, 0, size);
            GruCell.backward(gates[t], candidates[t], states[t], step, direct, inputSlopes, recurrent, rows, units);
            UnrealSteps.clear(first, t, inputSlopes, rows, gateUnits);
            UnrealSteps.clear(first, t, recurrent, rows, gateUnits);
            UnrealSteps.clear(first, t, direct, rows, units);
            for (int row = 0; row < rows; row++) {
                Activations.addRow(candidateBiasGradient, 0, recurrent, row * gateUnits + 2 * units, units);
            }
            fromInputs.put(t * block, inputSlopes, 0, block);
            fromState.put(t * block, recurrent, 0, block);
            if (t > begin) {
                OpenBlas.multiplyByTransposed(
                        rows,
                        units,
                        gateUnits,
                        fromState.at(t * block),
                        recurrentWeights,
                        lastLayer ? 0 : 1,
                        slopes.at(lastLayer ? 0 : (t - 1) * size));
            }
        }
        weights.nativeGradient.put(candidateBias, candidateBiasGradient, 0, units);
        int steps = time - begin;
        OpenBlas.multiplyTransposed(
                inputs + 1,
                gateUnits,
                steps * rows,
                source.at(begin * rows * (inputs + 1)),
                inputs + 1,
                fromInputs.at(begin * block),
                keep,
                inputWeightsGradient);
        OpenBlas.multiplyTransposed(
                units,
                gateUnits,
                (steps - 1) * rows,
                hidden.at(begin * rows * hiddenStride),
                hiddenStride,
                fromState.at((begin + 1) * block),
                keep,
                recurrentWeightsGradient);
        if (below != null) {
            OpenBlas.multiplyByTransposed(
                    steps * rows,
                    inputs,
                    gateUnits,
                    fromInputs.at(begin * block),
                    inputWeights,
                    0,
                    below.slopes().at(begin * rows * inputs));
        }
    }

    @Override
    public void close() {
        fromInputs.close();
        fromState.close();
        hidden.close();
        slopes.close();
    }
}
