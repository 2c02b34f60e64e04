package io.stepcast.network;

import java.util.Arrays;

/** Which time steps of a batch's windows are real. Before a window's first one its state is zero, and nothing is learnt. */
final class RealSteps {

    private final int time;
    private int[] first = {};
    private int rows;
    private int begin;
    private int whole;

    RealSteps(int time) {
        this.time = time;
    }

    void reserve(int rows) {
        first = new int[rows];
    }

    /**
     * Takes the next batch.
     *
     * @param steps real time steps at the end of each window
     * @param from the first window to take
     */
    void set(int[] steps, int from, int rows) {
        this.rows = rows;
        begin = time - 1;
        whole = 0;
        for (int row = 0; row < rows; row++) {
            first[row] = time - steps[from + row];
            begin = Math.min(begin, first[row]);
            whole = Math.max(whole, first[row]);
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

    /**
     * Sets the numbers of windows to zero that have not begun at time step {@code t}.
     *
     * @param values shape [rows, columns]
     */
    void clear(int t, float[] values, int columns) {
        if (t >= whole) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            if (t < first[row]) {
                Arrays.fill(values, row * columns, (row + 1) * columns, 0f);
            }
        }
    }
}
