package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Which time steps of a batch's windows are real, on ND4J. Before a window's first one its state is zero, and nothing is learnt. */
final class Nd4jRealSteps {

    private final int time;
    private final int batch;

    private final float[] staged;
    /** 1 where a time step of a window is real, 0 before it, shape [time, batch]; only meaningful where a window is short. */
    private final INDArray mask;

    private final INDArray[] masks;
    /** Zeros, shape [hidden, batch]. */
    private final INDArray initial;

    private final int[] first;
    private int begin;
    private int whole;

    Nd4jRealSteps(RecurrentShape shape, Nd4jMemory memory) {
        time = shape.time();
        batch = memory.batch();
        first = new int[batch];
        staged = new float[time * batch];
        mask = memory.columns(time);
        masks = new INDArray[time];
        for (int t = 0; t < time; t++) {
            masks[t] = Nd4jMemory.rows(mask, t, t + 1);
        }
        initial = memory.columns(shape.hidden());
    }

    /**
     * Takes the next batch.
     *
     * @param steps real time steps at the end of each window
     * @param from the first window to take
     */
    void set(int[] steps, int from) {
        begin = time - 1;
        whole = 0;
        for (int row = 0; row < batch; row++) {
            first[row] = time - steps[from + row];
            begin = Math.min(begin, first[row]);
            whole = Math.max(whole, first[row]);
        }
        if (whole > begin) {
            for (int row = 0; row < batch; row++) {
                for (int t = 0; t < time; t++) {
                    staged[t * batch + row] = t < first[row] ? 0 : 1;
                }
            }
            Nd4jMemory.upload(staged, mask);
        }
    }

    /** The first time step that is real for any window. */
    int begin() {
        return begin;
    }

    /** The first time step of a window that is real. */
    int first(int row) {
        return first[row];
    }

    /** The state before time step {@code t}, of those after each time step, each of shape [hidden, batch]. */
    INDArray before(INDArray[] states, int t) {
        return t > begin ? states[t - 1] : initial;
    }

    /** Sets the columns of windows to zero that have not begun at time step {@code t}. */
    void clear(int t, INDArray columns) {
        if (t < whole) {
            columns.muliRowVector(masks[t]);
        }
    }
}
