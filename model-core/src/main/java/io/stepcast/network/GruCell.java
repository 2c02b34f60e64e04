package io.stepcast.network;

/**
 * The loops of a GRU cell between the matrix products. Gates are [rows, 3 hidden] in the order r, z, n; the rest is [rows, hidden].
 */
final class GruCell {

    private GruCell() {}

    /**
     * r, z and n in the place of a, and q.
     *
     * @param gates a
     * @param recurrent b
     * @param candidates receives q
     * @param bias bias_hn, from {@code biasAt} on
     */
    static void gates(
            float[] gates, float[] recurrent, float[] candidates, float[] bias, int biasAt, int rows, int hidden) {
        for (int row = 0; row < rows; row++) {
            int r = row * 3 * hidden;
            for (int j = r; j < r + 2 * hidden; j++) {
                gates[j] = 0.5f * Activations.tanh(0.5f * (gates[j] + recurrent[j])) + 0.5f;
            }
            int n = r + 2 * hidden;
            int cell = row * hidden;
            for (int j = 0; j < hidden; j++) {
                candidates[cell + j] = recurrent[n + j] + bias[biasAt + j];
            }
            for (int j = 0; j < hidden; j++) {
                gates[n + j] = Activations.tanh(gates[n + j] + gates[r + j] * candidates[cell + j]);
            }
        }
    }

    /** h_t = n + z (h_{t-1} - n). */
    static void state(float[] gates, float[] previous, float[] states, int rows, int hidden) {
        for (int row = 0; row < rows; row++) {
            int cell = row * hidden;
            int z = row * 3 * hidden + hidden;
            int n = z + hidden;
            for (int j = 0; j < hidden; j++) {
                states[cell + j] = gates[n + j] + gates[z + j] * (previous[cell + j] - gates[n + j]);
            }
        }
    }

    /** Lays h_t out with {@code stride} numbers per window, a 1 after the state where there is room. */
    static void hidden(float[] states, float[] target, int rows, int hidden, int stride) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(states, row * hidden, target, row * stride, hidden);
            if (stride > hidden) {
                target[row * stride + hidden] = 1f;
            }
        }
    }

    /**
     * One step of back-propagation through time.
     *
     * @param candidates q
     * @param previous h_{t-1}
     * @param hiddenSlopes dL/dh_t but for {@code direct}
     * @param direct what dL/dh_t has beside; becomes z dL/dh_t, which goes to step t-1
     * @param inputSlopes receives dL/da_t
     * @param recurrentSlopes receives dL/db_t
     */
    static void backward(
            float[] gates,
            float[] candidates,
            float[] previous,
            float[] hiddenSlopes,
            float[] direct,
            float[] inputSlopes,
            float[] recurrentSlopes,
            int rows,
            int hidden) {
        for (int row = 0; row < rows; row++) {
            int cell = row * hidden;
            int r = row * 3 * hidden;
            int z = r + hidden;
            int n = z + hidden;
            for (int j = 0; j < hidden; j++) {
                float resetGate = gates[r + j];
                float updateGate = gates[z + j];
                float candidate = gates[n + j];
                float dh = Denormals.flush(hiddenSlopes[cell + j] + direct[cell + j], Denormals.SLOPE);
                float dn = dh * (1 - updateGate) * (1 - candidate * candidate);
                float dz = dh * (previous[cell + j] - candidate) * updateGate * (1 - updateGate);
                float dr = dn * candidates[cell + j] * resetGate * (1 - resetGate);
                direct[cell + j] = dh * updateGate;
                inputSlopes[r + j] = dr;
                inputSlopes[z + j] = dz;
                inputSlopes[n + j] = dn;
                recurrentSlopes[r + j] = dr;
                recurrentSlopes[z + j] = dz;
                recurrentSlopes[n + j] = dn * resetGate;
            }
        }
    }
}
