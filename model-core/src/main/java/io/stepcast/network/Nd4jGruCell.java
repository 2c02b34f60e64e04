package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A GRU cell from ND4J operations as {@code torch.nn.GRU} defines it, with the gates r, z, n. With a = W_ih x_t + b_ih and
 * b = W_hh h_{t-1}:
 *
 * <pre>
 *   r = σ(a_r + b_r),  z = σ(a_z + b_z)
 *   q = b_n + bias_hn
 *   n = tanh(a_n + r q)
 *   h_t = n + z (h_{t-1} - n)
 * </pre>
 */
final class Nd4jGruCell implements Nd4jCell {

    private final Nd4jRealSteps real;
    private final Nd4jParameters.Weight candidateBias;
    private final INDArray ones;
    private final Step[] steps;

    /** b of one step, its first two blocks together, and its last. */
    private final INDArray fromState;

    private final INDArray resetAndUpdateFromState;
    private final INDArray candidateFromState;

    private final INDArray term;
    /** dL/dh_{t-1} as far as it does not go through W_hh. Needs no clearing: before a window's first step nothing is made of it. */
    private final INDArray carried;

    /** dL/da of one step, and its blocks. */
    private final INDArray inputSlopes;

    private final INDArray resetSlopes;
    private final INDArray updateSlopes;
    private final INDArray candidateSlopes;

    /** dL/db of one step, and its last block, dL/dq. */
    private final INDArray stateSlopes;

    private final INDArray recurrentSlopes;

    /**
     * What one time step leaves for the way back.
     *
     * @param resetAndUpdate the first two blocks together
     * @param recurrent q
     */
    private record Step(
            INDArray gates,
            INDArray resetAndUpdate,
            INDArray reset,
            INDArray update,
            INDArray candidate,
            INDArray recurrent) {}

    /**
     * @param candidateBias bias_hn
     */
    Nd4jGruCell(RecurrentShape shape, Nd4jParameters.Weight candidateBias, Nd4jRealSteps real, Nd4jMemory memory) {
        int units = shape.hidden();
        this.real = real;
        this.candidateBias = candidateBias;
        ones = memory.ones;
        steps = new Step[shape.time()];
        for (int t = 0; t < steps.length; t++) {
            INDArray gates = memory.columns(3 * units);
            steps[t] = new Step(
                    gates,
                    Nd4jMemory.rows(gates, 0, 2 * units),
                    Nd4jMemory.rows(gates, 0, units),
                    Nd4jMemory.rows(gates, units, 2 * units),
                    Nd4jMemory.rows(gates, 2 * units, 3 * units),
                    memory.columns(units));
        }
        fromState = memory.columns(3 * units);
        resetAndUpdateFromState = Nd4jMemory.rows(fromState, 0, 2 * units);
        candidateFromState = Nd4jMemory.rows(fromState, 2 * units, 3 * units);
        term = memory.columns(units);
        carried = memory.columns(units);
        inputSlopes = memory.columns(3 * units);
        resetSlopes = Nd4jMemory.rows(inputSlopes, 0, units);
        updateSlopes = Nd4jMemory.rows(inputSlopes, units, 2 * units);
        candidateSlopes = Nd4jMemory.rows(inputSlopes, 2 * units, 3 * units);
        stateSlopes = memory.columns(3 * units);
        recurrentSlopes = Nd4jMemory.rows(stateSlopes, 2 * units, 3 * units);
    }

    @Override
    public INDArray gates(int t) {
        return steps[t].gates;
    }

    @Override
    public INDArray fromState() {
        return fromState;
    }

    @Override
    public void forward(int t, INDArray previous, INDArray hidden) {
        Step step = steps[t];
        step.resetAndUpdate.addi(resetAndUpdateFromState);
        Transforms.sigmoid(step.resetAndUpdate, false);
        // q = b_n + bias_hn
        step.recurrent.assign(candidateFromState);
        step.recurrent.addiColumnVector(candidateBias.values());
        // n = tanh(a_n + r q)
        step.reset.muli(step.recurrent, term);
        step.candidate.addi(term);
        Transforms.tanh(step.candidate, false);
        // h_t = n + z (h_{t-1} - n)
        previous.subi(step.candidate, hidden);
        hidden.muli(step.update).addi(step.candidate);
        real.clear(t, hidden);
    }

    @Override
    public void beginBackward() {
        carried.assign(0);
    }

    @Override
    public void backward(int t, INDArray slopes, INDArray previous) {
        Step step = steps[t];
        slopes.addi(carried);
        // da_z = dh (h_{t-1} - n) z (1 - z)
        sigmoidSlope(step.update);
        previous.subi(step.candidate, updateSlopes);
        updateSlopes.muli(term).muli(slopes);
        // dh_{t-1} = dh z, beside what goes through W_hh
        slopes.muli(step.update, carried);
        // da_n = dh (1 - z) (1 - n²)
        step.candidate.muli(step.candidate, candidateSlopes);
        candidateSlopes.rsubi(1);
        slopes.subi(carried);
        candidateSlopes.muli(slopes);
        // da_r = da_n q r (1 - r)
        sigmoidSlope(step.reset);
        term.muli(step.recurrent).muli(candidateSlopes, resetSlopes);
        // db = da, but for its candidate: dq = da_n r
        stateSlopes.assign(inputSlopes);
        recurrentSlopes.muli(step.reset);
        real.clear(t, inputSlopes);
        real.clear(t, stateSlopes);
        candidateBias.addSum(recurrentSlopes, ones);
    }

    /** term = a (1 - a). */
    private void sigmoidSlope(INDArray activation) {
        term.assign(activation);
        term.rsubi(1).muli(activation);
    }

    @Override
    public INDArray inputSlopes() {
        return inputSlopes;
    }

    @Override
    public INDArray stateSlopes() {
        return stateSlopes;
    }
}
