package io.stepcast.network;

import java.util.Arrays;
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
 * with the products of {@link LayerProducts}; bias_hn [hidden] is the candidate's second bias.
 */
final class GruLayer implements RecurrentLayer {

    private final int time;
    private final int units;
    private final int gateUnits;
    private final LayerProducts products;
    private final CpuWeights weights;
    private final int candidateBias;
    private final float[] candidateBiasGradient;

    /** r, z, n and q, per step [rows, hidden]. */
    private float[][] resetGates = {};

    private float[][] updateGates = {};
    private float[][] candidates = {};
    private float[][] recurrentTerms = {};
    /** h_{-1} = 0 to h_{T-1}, each [rows, hidden]. */
    private float[][] states = {};
    /** bias_hn for each window, [rows, hidden]. */
    private float[] bias = {};
    /** b_r or b_z, or dL/dh_t as it comes through U, of one step, [rows, hidden]. */
    private float[] step = {};
    /** a_t or da_t, on the way between Java and OpenBLAS, [rows, 3 hidden]. */
    private float[] inputSide = {};
    /** b_t or db_t. */
    private float[] stateSide = {};
    /** dL/dh_t; between steps, what of it does not go through U. */
    private float[] stateSlopes = {};

    private float[] candidateSlopes = {};
    private float[] gateSlopes = {};
    /** The sum of dq over the steps, [rows, hidden]. */
    private float[] termSlopes = {};

    /** a forwards, dL/da backwards, shape [time, rows, 3 hidden]. */
    private NativeFloats fromInputs = new NativeFloats(0);
    /** b forwards, dL/db backwards, shape [time, rows, 3 hidden]. */
    private NativeFloats fromState = new NativeFloats(0);

    /**
     * @param wx where Wx begins in the parameters
     * @param u where U begins
     * @param candidateBias where bias_hn begins
     */
    GruLayer(RecurrentShape shape, int layer, CpuWeights weights, int wx, int u, int candidateBias) {
        time = shape.time();
        units = shape.hidden();
        gateUnits = 3 * units;
        this.weights = weights;
        this.candidateBias = candidateBias;
        candidateBiasGradient = new float[units];
        products = new LayerProducts(shape, layer, weights, wx, u);
    }

    @Override
    public void reserve(int rows) {
        fromInputs.close();
        fromState.close();
        products.reserve(rows);
        int size = rows * units;
        resetGates = new float[time][size];
        updateGates = new float[time][size];
        candidates = new float[time][size];
        recurrentTerms = new float[time][size];
        states = new float[time + 1][size];
        bias = new float[size];
        step = new float[size];
        inputSide = new float[3 * size];
        stateSide = new float[3 * size];
        stateSlopes = new float[size];
        candidateSlopes = new float[size];
        gateSlopes = new float[size];
        termSlopes = new float[size];
        fromInputs = new NativeFloats(time * 3 * size);
        fromState = new NativeFloats(time * 3 * size);
    }

    @Override
    public NativeFloats hidden() {
        return products.hidden();
    }

    @Override
    public NativeFloats slopes() {
        return products.slopes();
    }

    @Override
    public void forward(NativeFloats source, int rows, RealSteps real) {
        int begin = real.begin();
        int block = rows * gateUnits;
        int size = rows * units;
        products.fromInputs(source, rows, begin, fromInputs);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(weights.values, candidateBias, bias, row * units, units);
        }
        Arrays.fill(states[begin], 0, size, 0);
        Arrays.fill(stateSide, 0, block, 0);
        for (int t = begin; t < time; t++) {
            if (t > begin) {
                products.fromState(rows, t, 0, fromState);
                fromState.get(t * block, stateSide, 0, block);
            }
            fromInputs.get(t * block, inputSide, 0, block);
            GateBlocks.take(inputSide, 0, 3, resetGates[t], rows, units);
            GateBlocks.take(stateSide, 0, 3, step, rows, units);
            Activations.sigmoidOfSum(resetGates[t], step, size);
            GateBlocks.take(inputSide, 1, 3, updateGates[t], rows, units);
            GateBlocks.take(stateSide, 1, 3, step, rows, units);
            Activations.sigmoidOfSum(updateGates[t], step, size);
            GateBlocks.take(stateSide, 2, 3, recurrentTerms[t], rows, units);
            Activations.add(recurrentTerms[t], bias, size);
            GateBlocks.take(inputSide, 2, 3, candidates[t], rows, units);
            GruCell.candidate(candidates[t], resetGates[t], recurrentTerms[t], size);
            GruCell.state(candidates[t], updateGates[t], states[t], states[t + 1], size);
            real.clear(t, states[t + 1], units);
            products.keep(rows, t, states[t + 1]);
        }
    }

    @Override
    public void backward(NativeFloats source, int rows, RealSteps real, float keep, @Nullable RecurrentLayer below) {
        int begin = real.begin();
        int block = rows * gateUnits;
        int size = rows * units;
        Arrays.fill(stateSlopes, 0, size, 0);
        Arrays.fill(termSlopes, 0, size, 0);
        // da_t and db_t from dh_t, then dh_{t-1} = z dh_t + db_t Uᵀ. They take the places of a and b.
        for (int t = time - 1; t >= begin; t--) {
            products.slopesOf(rows, t, step);
            GruCell.backwardState(step, stateSlopes, size);
            GruCell.backwardUpdate(stateSlopes, updateGates[t], candidates[t], states[t], gateSlopes, size);
            GateBlocks.put(gateSlopes, inputSide, 1, 3, rows, units);
            GateBlocks.put(gateSlopes, stateSide, 1, 3, rows, units);
            GruCell.backwardCandidate(stateSlopes, updateGates[t], candidates[t], candidateSlopes, size);
            GateBlocks.put(candidateSlopes, inputSide, 2, 3, rows, units);
            GruCell.backwardReset(candidateSlopes, recurrentTerms[t], resetGates[t], gateSlopes, size);
            GateBlocks.put(gateSlopes, inputSide, 0, 3, rows, units);
            GateBlocks.put(gateSlopes, stateSide, 0, 3, rows, units);
            Activations.product(candidateSlopes, resetGates[t], gateSlopes, size);
            real.clear(t, gateSlopes, units);
            GateBlocks.put(gateSlopes, stateSide, 2, 3, rows, units);
            Activations.add(termSlopes, gateSlopes, size);
            Activations.multiply(stateSlopes, updateGates[t], size);
            real.clear(t, inputSide, gateUnits);
            real.clear(t, stateSide, gateUnits);
            real.clear(t, stateSlopes, units);
            fromInputs.put(t * block, inputSide, 0, block);
            fromState.put(t * block, stateSide, 0, block);
            if (t > begin) {
                products.backToState(rows, t, fromState);
            }
        }
        if (keep == 0) {
            Arrays.fill(candidateBiasGradient, 0);
        }
        for (int row = 0; row < rows; row++) {
            Activations.addRow(candidateBiasGradient, 0, termSlopes, row * units, units);
        }
        weights.nativeGradient.put(candidateBias, candidateBiasGradient, 0, units);
        products.gradients(source, rows, begin, fromInputs, fromState, keep, below);
    }

    @Override
    public void close() {
        fromInputs.close();
        fromState.close();
        products.close();
    }
}
