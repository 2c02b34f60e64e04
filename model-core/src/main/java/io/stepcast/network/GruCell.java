package io.stepcast.network;

/**
 * The loops of a GRU cell between the matrix products, over [rows, hidden] as one run of {@code count} numbers. Each writes one array,
 * because the JIT compiler makes vector instructions of few loops that write more.
 */
final class GruCell {

    private GruCell() {}

    /** n = tanh(a_n + r q), in the place of a_n. */
    static void candidate(float[] n, float[] r, float[] q, int count) {
        for (int k = 0; k < count; k++) {
            n[k] = Activations.tanh(n[k] + r[k] * q[k]);
        }
    }

    /** h_t = n + z (h_{t-1} - n). */
    static void state(float[] n, float[] z, float[] previous, float[] states, int count) {
        for (int k = 0; k < count; k++) {
            float candidate = n[k];
            states[k] = candidate + z[k] * (previous[k] - candidate);
        }
    }

    /** dL/dh_t = what came through U + what came directly, in the place of the latter. */
    static void backwardState(float[] throughU, float[] slopes, int count) {
        for (int k = 0; k < count; k++) {
            slopes[k] = Denormals.flush(throughU[k] + slopes[k], Denormals.SLOPE);
        }
    }

    /** da_n = dh (1 - z) (1 - n²). */
    static void backwardCandidate(float[] slopes, float[] z, float[] n, float[] candidateSlopes, int count) {
        for (int k = 0; k < count; k++) {
            float candidate = n[k];
            candidateSlopes[k] = slopes[k] * (1 - z[k]) * (1 - candidate * candidate);
        }
    }

    /** da_z = dh (h_{t-1} - n) z (1 - z). */
    static void backwardUpdate(
            float[] slopes, float[] z, float[] n, float[] previous, float[] updateSlopes, int count) {
        for (int k = 0; k < count; k++) {
            float updateGate = z[k];
            updateSlopes[k] = slopes[k] * (previous[k] - n[k]) * updateGate * (1 - updateGate);
        }
    }

    /** da_r = da_n q r (1 - r). */
    static void backwardReset(float[] candidateSlopes, float[] q, float[] r, float[] resetSlopes, int count) {
        for (int k = 0; k < count; k++) {
            float resetGate = r[k];
            resetSlopes[k] = candidateSlopes[k] * q[k] * resetGate * (1 - resetGate);
        }
    }
}
