package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An LSTM cell from ND4J operations, with the gates i, f, g, o:
 *
 * <pre>
 *   c_t = f c_{t-1} + i g
 *   h_t = o tanh(c_t)
 * </pre>
 */
final class Nd4jLstmCell implements Nd4jCell {

    private final Nd4jRealSteps real;
    private final Step[] steps;
    /** c_t. */
    private final INDArray[] cells;

    /** W_hh h_{t-1} of one step. */
    private final INDArray fromState;

    private final INDArray term;
    /** dL/dc_t. Needs no clearing: before a window's first step nothing is made of it. */
    private final INDArray cellSlopes;
    /** dL/dz of one step, and its four blocks. */
    private final INDArray gateSlopes;

    private final INDArray inputSlopes;
    private final INDArray forgetSlopes;
    private final INDArray candidateSlopes;
    private final INDArray outputSlopes;

    /**
     * What one time step leaves for the way back.
     *
     * @param inputAndForget the first two blocks together
     */
    private record Step(
            INDArray gates,
            INDArray inputAndForget,
            INDArray input,
            INDArray forget,
            INDArray candidate,
            INDArray output,
            INDArray cellTanh) {}

    Nd4jLstmCell(RecurrentShape shape, Nd4jRealSteps real, Nd4jMemory memory) {
        this.real = real;
        int units = shape.hidden();
        steps = new Step[shape.time()];
        for (int t = 0; t < steps.length; t++) {
            INDArray gates = memory.columns(4 * units);
            steps[t] = new Step(
                    gates,
                    Nd4jMemory.rows(gates, 0, 2 * units),
                    Nd4jMemory.rows(gates, 0, units),
                    Nd4jMemory.rows(gates, units, 2 * units),
                    Nd4jMemory.rows(gates, 2 * units, 3 * units),
                    Nd4jMemory.rows(gates, 3 * units, 4 * units),
                    memory.columns(units));
        }
        cells = memory.columns(shape.time(), units);
        fromState = memory.columns(4 * units);
        term = memory.columns(units);
        cellSlopes = memory.columns(units);
        gateSlopes = memory.columns(4 * units);
        inputSlopes = Nd4jMemory.rows(gateSlopes, 0, units);
        forgetSlopes = Nd4jMemory.rows(gateSlopes, units, 2 * units);
        candidateSlopes = Nd4jMemory.rows(gateSlopes, 2 * units, 3 * units);
        outputSlopes = Nd4jMemory.rows(gateSlopes, 3 * units, 4 * units);
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
        step.gates.addi(fromState);
        Transforms.sigmoid(step.inputAndForget, false);
        Transforms.tanh(step.candidate, false);
        Transforms.sigmoid(step.output, false);
        // c_t = f c_{t-1} + i g
        step.input.muli(step.candidate, cells[t]);
        step.forget.muli(real.before(cells, t), term);
        cells[t].addi(term);
        real.clear(t, cells[t]);
        // h_t = o tanh(c_t), zero where c_t is
        Nd4j.exec(new Tanh(cells[t], step.cellTanh));
        step.output.muli(step.cellTanh, hidden);
    }

    @Override
    public void beginBackward() {
        cellSlopes.assign(0);
    }

    @Override
    public void backward(int t, INDArray slopes, INDArray previous) {
        Step step = steps[t];
        // dc_t += dh o (1 - tanh²(c_t))
        squareGap(step.cellTanh);
        term.muli(step.output).muli(slopes);
        cellSlopes.addi(term);
        // dz_i = dc g i (1 - i)
        sigmoidSlope(step.input);
        term.muli(step.candidate).muli(cellSlopes, inputSlopes);
        // dz_f = dc c_{t-1} f (1 - f)
        sigmoidSlope(step.forget);
        term.muli(real.before(cells, t)).muli(cellSlopes, forgetSlopes);
        // dz_g = dc i (1 - g²)
        squareGap(step.candidate);
        term.muli(step.input).muli(cellSlopes, candidateSlopes);
        // dz_o = dh tanh(c_t) o (1 - o)
        sigmoidSlope(step.output);
        term.muli(step.cellTanh).muli(slopes, outputSlopes);
        // dc_{t-1} = dc f
        cellSlopes.muli(step.forget);
        real.clear(t, gateSlopes);
    }

    /** term = 1 - a². */
    private void squareGap(INDArray activation) {
        activation.muli(activation, term);
        term.rsubi(1);
    }

    /** term = a (1 - a). */
    private void sigmoidSlope(INDArray activation) {
        term.assign(activation);
        term.rsubi(1).muli(activation);
    }

    @Override
    public INDArray inputSlopes() {
        return gateSlopes;
    }

    @Override
    public INDArray stateSlopes() {
        return gateSlopes;
    }
}
