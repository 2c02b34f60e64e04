package io.stepcast.network;

import java.util.Arrays;

/** Time steps before a window's real ones: their state is zero, and nothing is learnt from them. */
final class UnrealSteps {

    private UnrealSteps() {}

    /**
     * Sets the numbers of windows to zero that have not begun at time step {@code t}.
     *
     * @param first the first real time step of each window
     * @param values shape [rows, columns]
     */
    static void clear(int[] first, int t, float[] values, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            if (t < first[row]) {
                Arrays.fill(values, row * columns, (row + 1) * columns, 0f);
            }
        }
    }
}
