package io.stepcast.network;

/**
 * The loops of an LSTM cell between the matrix products, over [rows, hidden] as one run of {@code count} numbers. Most write one array
 * only, because the JIT compiler makes vector instructions of few loops that write more.
 */
final class LstmCell {

    private LstmCell() {}

    /** c_t = f c_{t-1} + i g. */
    static void cells(float[] i, float[] f, float[] g, float[] previous, float[] cells, int count) {
        for (int k = 0; k < count; k++) {
            cells[k] = f[k] * previous[k] + i[k] * g[k];
        }
    }

    /** h_t = o tanh(c_t). */
    static void hidden(float[] o, float[] cellTanh, float[] hidden, int count) {
        for (int k = 0; k < count; k++) {
            hidden[k] = o[k] * cellTanh[k];
        }
    }

    /**
     * From dh to dc += dh o (1 - tanh²(c)) and dz_o = dh tanh(c) o (1 - o).
     *
     * @param hiddenSlopes dL/dh_t
     * @param cellSlopes dL/dc_t as it comes from step t+1; becomes all of it
     */
    static void backwardOutput(
            float[] o, float[] cellTanh, float[] hiddenSlopes, float[] cellSlopes, float[] outputSlopes, int count) {
        for (int k = 0; k < count; k++) {
            float dh = Denormals.flush(hiddenSlopes[k], Denormals.SLOPE);
            float tanh = cellTanh[k];
            float outputGate = o[k];
            cellSlopes[k] = cellSlopes[k] + dh * outputGate * (1 - tanh * tanh);
            outputSlopes[k] = dh * tanh * outputGate * (1 - outputGate);
        }
    }

    /** dz of a sigmoid gate that multiplies {@code factor} on the way to c: dc factor gate (1 - gate). */
    static void backwardGate(float[] gate, float[] factor, float[] cellSlopes, float[] gateSlopes, int count) {
        for (int k = 0; k < count; k++) {
            float value = gate[k];
            gateSlopes[k] = cellSlopes[k] * factor[k] * value * (1 - value);
        }
    }

    /** dz_g = dc i (1 - g²). */
    static void backwardCandidate(float[] g, float[] i, float[] cellSlopes, float[] candidateSlopes, int count) {
        for (int k = 0; k < count; k++) {
            float candidate = g[k];
            candidateSlopes[k] = cellSlopes[k] * i[k] * (1 - candidate * candidate);
        }
    }

    /** dL/dc_{t-1} = dc f. */
    static void backwardCells(float[] f, float[] cellSlopes, int count) {
        for (int k = 0; k < count; k++) {
            cellSlopes[k] = Denormals.flush(cellSlopes[k] * f[k], Denormals.SLOPE);
        }
    }
}
