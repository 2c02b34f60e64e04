package io.stepcast.network;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer of recurrent cells on ND4J. Sequences are one array [units, batch] for each time step. */
final class Nd4jRecurrentLayer {

    private final int time;
    private final Nd4jRealSteps real;
    private final Nd4jLinear inputSide;
    private final Nd4jLinear stateSide;
    private final Nd4jCell cell;
    private final boolean topLayer;
    private final INDArray term;

    /** h_t. */
    final INDArray[] hidden;

    /** Where dL/dh_t is left for {@link #backward}; in the top layer one array for all steps, to be set for the last. */
    final INDArray[] slopes;

    Nd4jRecurrentLayer(
            RecurrentShape shape, int layer, Nd4jParameters parameters, Nd4jRealSteps real, Nd4jMemory memory) {
        this.real = real;
        time = shape.time();
        inputSide = new Nd4jLinear(
                parameters.weight("weight_ih_l" + layer), parameters.weight("bias_ih_l" + layer), memory);
        stateSide = new Nd4jLinear(parameters.weight("weight_hh_l" + layer), null, memory);
        cell = cell(shape, parameters.weight("bias_hh_l" + layer), real, memory);
        topLayer = layer == shape.layers() - 1;
        term = memory.columns(shape.hidden());
        hidden = memory.columns(time, shape.hidden());
        slopes = memory.columns(topLayer ? 1 : time, shape.hidden());
    }

    private static Nd4jCell cell(
            RecurrentShape shape, Nd4jParameters.Weight secondBias, Nd4jRealSteps real, Nd4jMemory memory) {
        int units = shape.hidden();
        return shape.cell() == Cell.GRU
                ? new Nd4jGruCell(shape, secondBias.rows(2 * units, 3 * units), real, memory)
                : new Nd4jLstmCell(shape, real, memory);
    }

    /** dL/dh_t is left and found here. */
    private INDArray slopes(int t) {
        return slopes[topLayer ? 0 : t];
    }

    /** The last hidden state, shape [hidden, batch]. */
    INDArray lastHidden() {
        return hidden[time - 1];
    }

    /** Where dL/dh of the last step is left. */
    INDArray lastSlopes() {
        return slopes(time - 1);
    }

    /**
     * Time steps before {@code real.begin()} are left alone.
     *
     * @param inputs x_t
     */
    void forward(INDArray[] inputs) {
        for (int t = real.begin(); t < time; t++) {
            INDArray previous = real.before(hidden, t);
            inputSide.forward(inputs[t], cell.gates(t));
            stateSide.forward(previous, cell.fromState());
            cell.forward(t, previous, hidden[t]);
        }
    }

    /**
     * Back-propagation through time; adds the gradient.
     *
     * @param inputs as they were for the last {@link #forward}
     * @param inputSlopes receives dL/dx_t, or null
     */
    void backward(INDArray[] inputs, INDArray @Nullable [] inputSlopes) {
        cell.beginBackward();
        for (int t = time - 1; t >= real.begin(); t--) {
            INDArray previous = real.before(hidden, t);
            cell.backward(t, slopes(t), previous);
            inputSide.addGradient(inputs[t], cell.inputSlopes());
            stateSide.addGradient(previous, cell.stateSlopes());
            if (inputSlopes != null) {
                inputSide.backward(cell.inputSlopes(), inputSlopes[t]);
            }
            if (t > real.begin()) {
                addStateSlopes(t - 1);
            }
        }
    }

    /** dL/dh_t += W_hhᵀ dL/d(W_hh h_t); in the top layer nothing else comes to it. */
    private void addStateSlopes(int t) {
        if (topLayer) {
            stateSide.backward(cell.stateSlopes(), slopes(t));
        } else {
            stateSide.backward(cell.stateSlopes(), term);
            slopes(t).addi(term);
        }
    }
}
