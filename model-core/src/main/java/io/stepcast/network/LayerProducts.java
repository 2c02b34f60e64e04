package io.stepcast.network;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * The matrix products of a recurrent layer, whatever its cells: gates from the inputs and from the state, and the way back. Holds the
 * layer's hidden states and the slopes towards them, where OpenBLAS can reach them. One product serves the inputs of all steps, one the
 * gradient of each weight matrix.
 *
 * <p>Wx [inputs + 1, gates] has the bias as its last row; U is [hidden, gates].
 */
final class LayerProducts implements AutoCloseable {

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

    /** One step of hidden states on the way to OpenBLAS, [rows, hidden stride]. */
    private float[] padded = {};

    private NativeFloats hidden = new NativeFloats(0);
    private NativeFloats slopes = new NativeFloats(0);

    /**
     * @param wx where Wx begins in the parameters
     * @param u where U begins
     */
    LayerProducts(RecurrentShape shape, int layer, CpuWeights weights, int wx, int u) {
        time = shape.time();
        inputs = shape.inputsOf(layer);
        units = shape.hidden();
        gateUnits = shape.cell().blocks() * units;
        lastLayer = layer == shape.layers() - 1;
        hiddenStride = lastLayer ? units : units + 1;
        inputWeights = weights.values(wx);
        recurrentWeights = weights.values(u);
        inputWeightsGradient = weights.gradient(wx);
        recurrentWeightsGradient = weights.gradient(u);
    }

    void reserve(int rows) {
        close();
        padded = new float[rows * hiddenStride];
        hidden = new NativeFloats(time * rows * hiddenStride);
        slopes = new NativeFloats(lastLayer ? rows * units : time * rows * units);
    }

    /** As {@link RecurrentLayer#hidden}. */
    NativeFloats hidden() {
        return hidden;
    }

    /** As {@link RecurrentLayer#slopes}. */
    NativeFloats slopes() {
        return slopes;
    }

    /**
     * What the inputs give to the gates, of all steps from {@code begin} on.
     *
     * @param source x_t, shape [time, rows, inputs + 1]
     * @param gates receives [x_t, 1] Wx; shape [time, rows, gates]
     */
    void fromInputs(NativeFloats source, int rows, int begin, NativeFloats gates) {
        OpenBlas.multiply(
                (time - begin) * rows,
                gateUnits,
                inputs + 1,
                source.at(begin * rows * (inputs + 1)),
                inputs + 1,
                inputWeights,
                0,
                gates.at(begin * rows * gateUnits));
    }

    /**
     * What the state before step {@code t} gives to its gates: h_{t-1} U.
     *
     * @param keep what to multiply the gates by that are there already
     * @param gates shape [time, rows, gates]
     */
    void fromState(int rows, int t, float keep, NativeFloats gates) {
        OpenBlas.multiply(
                rows,
                gateUnits,
                units,
                hidden.at((t - 1) * rows * hiddenStride),
                hiddenStride,
                recurrentWeights,
                keep,
                gates.at(t * rows * gateUnits));
    }

    /** Keeps h_t, shape [rows, hidden]. */
    void keep(int rows, int t, float[] states) {
        GateBlocks.pad(states, padded, rows, units, hiddenStride);
        hidden.put(t * rows * hiddenStride, padded, 0, rows * hiddenStride);
    }

    /** dL/dh_t as the layers above and the step after left it, shape [rows, hidden]. */
    void slopesOf(int rows, int t, float[] target) {
        slopes.get(lastLayer ? 0 : t * rows * units, target, 0, rows * units);
    }

    /**
     * dL/dh_{t-1} += dz_t Uᵀ, where dz_t is the slope of what the state gave to step {@code t}.
     *
     * @param gateSlopes shape [time, rows, gates]
     */
    void backToState(int rows, int t, NativeFloats gateSlopes) {
        OpenBlas.multiplyByTransposed(
                rows,
                units,
                gateUnits,
                gateSlopes.at(t * rows * gateUnits),
                recurrentWeights,
                lastLayer ? 0 : 1,
                slopes.at(lastLayer ? 0 : (t - 1) * rows * units));
    }

    /**
     * The gradients of Wx and U, and the slopes towards the layer below.
     *
     * @param source as it was for {@link #fromInputs}
     * @param inputSide slopes of what the inputs gave to the gates, shape [time, rows, gates]
     * @param stateSide the same of the state
     * @param keep what to multiply the gradient by that is there already
     * @param below the layer that {@code source} comes from, or null
     */
    void gradients(
            NativeFloats source,
            int rows,
            int begin,
            NativeFloats inputSide,
            NativeFloats stateSide,
            float keep,
            @Nullable RecurrentLayer below) {
        int steps = time - begin;
        int block = rows * gateUnits;
        OpenBlas.multiplyTransposed(
                inputs + 1,
                gateUnits,
                steps * rows,
                source.at(begin * rows * (inputs + 1)),
                inputs + 1,
                inputSide.at(begin * block),
                keep,
                inputWeightsGradient);
        OpenBlas.multiplyTransposed(
                units,
                gateUnits,
                (steps - 1) * rows,
                hidden.at(begin * rows * hiddenStride),
                hiddenStride,
                stateSide.at((begin + 1) * block),
                keep,
                recurrentWeightsGradient);
        if (below != null) {
            OpenBlas.multiplyByTransposed(
                    steps * rows,
                    inputs,
                    gateUnits,
                    inputSide.at(begin * block),
                    inputWeights,
                    0,
                    below.slopes().at(begin * rows * inputs));
        }
    }

    @Override
    public void close() {
        hidden.close();
        slopes.close();
    }
}
