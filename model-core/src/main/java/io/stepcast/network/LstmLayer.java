package io.stepcast.network;

import java.util.Arrays;
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
 * with the products of {@link LayerProducts}.
 */
final class LstmLayer implements RecurrentLayer {

    private final int time;
    private final int units;
    private final int gateUnits;
    private final LayerProducts products;

    /** σ(z_i), tanh(z_g) and so on, per step [rows, hidden]. */
    private float[][] inputGates = {};

    private float[][] forgetGates = {};
    private float[][] candidates = {};
    private float[][] outputGates = {};
    /** c_{-1} = 0 to c_{T-1}, each [rows, hidden]. */
    private float[][] cells = {};
    /** tanh(c_t), per step [rows, hidden]. */
    private float[][] cellTanh = {};
    /** h_t or dL/dh_t of one step, [rows, hidden]. */
    private float[] step = {};
    /** Numbers of all gates of one step, on the way between Java and OpenBLAS, [rows, 4 hidden]. */
    private float[] sideBySide = {};

    private float[] cellSlopes = {};
    private float[] gateSlopes = {};
    /** Which gate function each column of a step has, see {@link Activations#gates}. */
    private float[] gateScale = {};

    /** z forwards, dL/dz backwards, shape [time, rows, 4 hidden]. */
    private NativeFloats preActivations = new NativeFloats(0);

    /**
     * @param wx where Wx begins in the parameters
     * @param u where U begins
     */
    LstmLayer(RecurrentShape shape, int layer, CpuWeights weights, int wx, int u) {
        time = shape.time();
        units = shape.hidden();
        gateUnits = 4 * units;
        products = new LayerProducts(shape, layer, weights, wx, u);
    }

    @Override
    public void reserve(int rows) {
        preActivations.close();
        products.reserve(rows);
        int size = rows * units;
        inputGates = new float[time][size];
        forgetGates = new float[time][size];
        candidates = new float[time][size];
        outputGates = new float[time][size];
        cells = new float[time + 1][size];
        cellTanh = new float[time][size];
        step = new float[size];
        sideBySide = new float[4 * size];
        cellSlopes = new float[size];
        gateSlopes = new float[size];
        gateScale = new float[4 * size];
        for (int i = 0; i < gateScale.length; i++) {
            gateScale[i] = i / units % 4 == 2 ? 1f : 0.5f;
        }
        preActivations = new NativeFloats(time * 4 * size);
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
        products.fromInputs(source, rows, begin, preActivations);
        Arrays.fill(cells[begin], 0, size, 0);
        for (int t = begin; t < time; t++) {
            if (t > begin) {
                products.fromState(rows, t, 1, preActivations);
            }
            preActivations.get(t * block, sideBySide, 0, block);
            Activations.gates(sideBySide, gateScale, block);
            GateBlocks.take(sideBySide, 0, 4, inputGates[t], rows, units);
            GateBlocks.take(sideBySide, 1, 4, forgetGates[t], rows, units);
            GateBlocks.take(sideBySide, 2, 4, candidates[t], rows, units);
            GateBlocks.take(sideBySide, 3, 4, outputGates[t], rows, units);
            LstmCell.cells(inputGates[t], forgetGates[t], candidates[t], cells[t], cells[t + 1], size);
            Activations.tanh(cells[t + 1], cellTanh[t], size);
            LstmCell.hidden(outputGates[t], cellTanh[t], step, size);
            real.clear(t, cells[t + 1], units);
            real.clear(t, step, units);
            products.keep(rows, t, step);
        }
    }

    @Override
    public void backward(NativeFloats source, int rows, RealSteps real, float keep, @Nullable RecurrentLayer below) {
        int begin = real.begin();
        int block = rows * gateUnits;
        int size = rows * units;
        // dz_t from dh_t and dc_t, then dh_{t-1} += dz_t Uᵀ. dz takes the place of z.
        Arrays.fill(cellSlopes, 0, size, 0);
        for (int t = time - 1; t >= begin; t--) {
            products.slopesOf(rows, t, step);
            LstmCell.backwardOutput(outputGates[t], cellTanh[t], step, cellSlopes, gateSlopes, size);
            GateBlocks.put(gateSlopes, sideBySide, 3, 4, rows, units);
            LstmCell.backwardGate(inputGates[t], candidates[t], cellSlopes, gateSlopes, size);
            GateBlocks.put(gateSlopes, sideBySide, 0, 4, rows, units);
            LstmCell.backwardGate(forgetGates[t], cells[t], cellSlopes, gateSlopes, size);
            GateBlocks.put(gateSlopes, sideBySide, 1, 4, rows, units);
            LstmCell.backwardCandidate(candidates[t], inputGates[t], cellSlopes, gateSlopes, size);
            GateBlocks.put(gateSlopes, sideBySide, 2, 4, rows, units);
            LstmCell.backwardCells(forgetGates[t], cellSlopes, size);
            real.clear(t, sideBySide, gateUnits);
            real.clear(t, cellSlopes, units);
            preActivations.put(t * block, sideBySide, 0, block);
            if (t > begin) {
                products.backToState(rows, t, preActivations);
            }
        }
        products.gradients(source, rows, begin, preActivations, preActivations, keep, below);
    }

    @Override
    public void close() {
        preActivations.close();
        products.close();
    }
}
