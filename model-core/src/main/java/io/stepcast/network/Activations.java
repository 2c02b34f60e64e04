package io.stepcast.network;

/**
 * The gate functions in single precision, without branches, so that the JIT compiler turns the loops into vector instructions.
 *
 * <p>tanh is a ratio of polynomials on [-7.999, 7.999] with an error below 5e-7, the form that Eigen uses
 * (generic_fast_tanh_float). NaN gives NaN. {@code Math.fma} is one instruction on every processor that the native
 * libraries here run on.
 */
final class Activations {

    /** Beyond this, tanh is 1 in single precision. */
    private static final float SATURATED = 7.9988117f;

    private Activations() {}

    static float tanh(float argument) {
        float x = Math.max(-SATURATED, Math.min(SATURATED, argument));
        float y = x * x;
        float p = Math.fma(y, -2.7607684e-16f, 2.000188e-13f);
        p = Math.fma(y, p, -8.604672e-11f);
        p = Math.fma(y, p, 5.1222973e-8f);
        p = Math.fma(y, p, 1.48572235e-5f);
        p = Math.fma(y, p, 6.3726195e-4f);
        p = Math.fma(y, p, 0.0048935246f);
        float q = Math.fma(y, 1.1982584e-6f, 1.1853471e-4f);
        q = Math.fma(y, q, 0.0022684347f);
        q = Math.fma(y, q, 0.004893525f);
        return x * p / q;
    }

    /** {@code target[i] = tanh(source[i])}. */
    static void tanh(float[] source, float[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = tanh(source[i]);
        }
    }

    /** The logistic function of the sum, in the first array's place. σ(x) = ½ tanh(½x) + ½. */
    static void sigmoidOfSum(float[] values, float[] other, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = 0.5f * tanh(0.5f * (values[i] + other[i])) + 0.5f;
        }
    }

    /** {@code target[i] += source[i]}. */
    static void add(float[] target, float[] source, int count) {
        for (int i = 0; i < count; i++) {
            target[i] += source[i];
        }
    }

    /** {@code target[i] = a[i] * b[i]}. */
    static void product(float[] a, float[] b, float[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = a[i] * b[i];
        }
    }

    /** Adds {@code count} numbers. */
    static void addRow(float[] target, int at, float[] source, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[at + i] += source[from + i];
        }
    }

    /** Slopes times the derivative where they came from, product by product. */
    static void multiply(float[] slopes, float[] curve, int count) {
        for (int i = 0; i < count; i++) {
            slopes[i] = Denormals.flush(slopes[i] * curve[i], Denormals.SLOPE);
        }
    }

    /** The SiLU z σ(z) in place, and its derivative σ(z) (1 + z (1 - σ(z))). */
    static void silu(float[] values, float[] curve, int count) {
        for (int i = 0; i < count; i++) {
            float z = values[i];
            float sigma = 0.5f * tanh(0.5f * z) + 0.5f;
            values[i] = z * sigma;
            curve[i] = sigma * (1f + z * (1f - sigma));
        }
    }

    /**
     * All gates of a step in one pass: tanh where {@code scale} is 1, the logistic function where it is ½, because σ(x) = ½
     * tanh(½x) + ½.
     */
    static void gates(float[] values, float[] scale, int count) {
        for (int i = 0; i < count; i++) {
            float s = scale[i];
            values[i] = s * tanh(s * values[i]) + (1f - s);
        }
    }
}
