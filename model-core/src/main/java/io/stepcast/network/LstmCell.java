package io.stepcast.network;

import java.util.Arrays;

/**
 * The loops of an LSTM cell between the matrix products. Gates are [batch, 4 hidden] in the order i, f, g, o; the rest is [batch,
 * hidden].
 */
final class LstmCell {

    private LstmCell() {}

    /**
     * Sets the numbers of windows to zero that have not begun at time step {@code t}.
     *
     * @param first the first real time step of each window
     * @param values shape [batch, columns]
     */
    static void clearUnreal(int[] first, int t, float[] values, int batch, int columns) {
        for (int row = 0; row < batch; row++) {
            if (t < first[row]) {
                Arrays.fill(values, row * columns, (row + 1) * columns, 0f);
            }
        }
    }

    /** c_t = f c_{t-1} + i g. */
    static void cells(float[] gates, float[] previous, float[] cells, int batch, int hidden) {
        for (int row = 0; row < batch; row++) {
            int cell = row * hidden;
            int i = row * 4 * hidden;
            int f = i + hidden;
            int g = f + hidden;
            for (int j = 0; j < hidden; j++) {
                cells[cell + j] = gates[f + j] * previous[cell + j] + gates[i + j] * gates[g + j];
            }
        }
    }

    /** h_t = o tanh(c_t). */
    static void hidden(float[] gates, float[] cellTanh, float[] target, int batch, int hidden) {
        for (int row = 0; row < batch; row++) {
            int cell = row * hidden;
            int o = row * 4 * hidden + 3 * hidden;
            for (int j = 0; j < hidden; j++) {
                target[cell + j] = gates[o + j] * cellTanh[cell + j];
            }
        }
    }

    /**
     * One step of back-propagation through time.
     *
     * @param previous c_{t-1}
     * @param hiddenSlopes dL/dh_t
     * @param cellSlopes dL/dc_t as it comes from step t+1; becomes what goes to step t-1
     * @param gateSlopes receives dL/dz_t
     */
    static void backward(
            float[] gates,
            float[] previous,
            float[] cellTanh,
            float[] hiddenSlopes,
            float[] cellSlopes,
            float[] gateSlopes,
            int batch,
            int hidden) {
        for (int row = 0; row < batch; row++) {
            int cell = row * hidden;
            int i = row * 4 * hidden;
            int f = i + hidden;
            int g = f + hidden;
            int o = g + hidden;
            for (int j = 0; j < hidden; j++) {
                float inputGate = gates[i + j];
                float forgetGate = gates[f + j];
                float candidate = gates[g + j];
                float outputGate = gates[o + j];
                float tanh = cellTanh[cell + j];
                float dh = Denormals.flush(hiddenSlopes[cell + j], Denormals.SLOPE);
                float dc = cellSlopes[cell + j] + dh * outputGate * (1 - tanh * tanh);
                gateSlopes[i + j] = dc * candidate * inputGate * (1 - inputGate);
                gateSlopes[f + j] = dc * previous[cell + j] * forgetGate * (1 - forgetGate);
                gateSlopes[g + j] = dc * inputGate * (1 - candidate * candidate);
                gateSlopes[o + j] = dh * tanh * outputGate * (1 - outputGate);
                cellSlopes[cell + j] = Denormals.flush(dc * forgetGate, Denormals.SLOPE);
            }
        }
    }
}
