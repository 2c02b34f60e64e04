package io.stepcast.network;

/**
 * The textbook: an LSTM with a linear head in double precision, one window, one unit, one sum at a time. Slow and plain, to hold the
 * fast ones against. Laid out as {@link NetworkState} says.
 *
 * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber (1997); forget gate: Gers et al. (2000)</a>
 */
final class ReferenceLstm {

    private final int T;
    private final int D;
    private final int H;
    private final int O;
    private final TrainingConfig training;
    private final int wIh;
    private final int wHh;
    private final int bIh;
    private final int wHead;
    private final int bHead;

    final double[] parameters;
    private final double[] m;
    private final double[] v;
    private long taken;

    ReferenceLstm(NetworkState state, TrainingConfig training) {
        T = state.shape().time();
        D = state.shape().inputs();
        H = state.shape().hidden();
        O = state.shape().outputs();
        this.training = training;
        wIh = 0;
        wHh = wIh + 4 * H * D;
        bIh = wHh + 4 * H * H;
        wHead = bIh + 4 * H + 4 * H;
        bHead = wHead + O * H;
        parameters = widen(state.parameters());
        m = widen(state.firstMoment());
        v = widen(state.secondMoment());
        taken = state.steps();
    }

    /** What one window leaves behind for its backward pass; index t+1 holds step t, index 0 the zeros before it. */
    private final class Trace {
        /** The first real time step: the state before it is zero. */
        final int first;

        final double[][] x = new double[T][D];
        final double[][] i = new double[T][H];
        final double[][] f = new double[T][H];
        final double[][] g = new double[T][H];
        final double[][] o = new double[T][H];
        final double[][] c = new double[T + 1][H];
        final double[][] h = new double[T + 1][H];
        final double[] y = new double[O];

        Trace(int first) {
            this.first = first;
        }
    }

    private Trace forward(float[] windows, int[] steps, int window) {
        Trace trace = new Trace(T - steps[window]);
        for (int t = trace.first; t < T; t++) {
            for (int d = 0; d < D; d++) {
                trace.x[t][d] = windows[(window * T + t) * D + d];
            }
            for (int j = 0; j < H; j++) {
                trace.i[t][j] = sigmoid(z(trace, t, j));
                trace.f[t][j] = sigmoid(z(trace, t, H + j));
                trace.g[t][j] = Math.tanh(z(trace, t, 2 * H + j));
                trace.o[t][j] = sigmoid(z(trace, t, 3 * H + j));
                trace.c[t + 1][j] = trace.f[t][j] * trace.c[t][j] + trace.i[t][j] * trace.g[t][j];
                trace.h[t + 1][j] = trace.o[t][j] * Math.tanh(trace.c[t + 1][j]);
            }
        }
        for (int k = 0; k < O; k++) {
            trace.y[k] = parameters[bHead + k];
            for (int j = 0; j < H; j++) {
                trace.y[k] += parameters[wHead + k * H + j] * trace.h[T][j];
            }
        }
        return trace;
    }

    /** Row {@code r} of W_ih x_t + W_hh h_{t-1} + b. */
    private double z(Trace trace, int step, int r) {
        double z = parameters[bIh + r];
        for (int d = 0; d < D; d++) {
            z += parameters[wIh + r * D + d] * trace.x[step][d];
        }
        for (int j = 0; j < H; j++) {
            z += parameters[wHh + r * H + j] * trace.h[step][j];
        }
        return z;
    }

    double[] predict(float[] windows, int[] steps, int batch) {
        double[] outputs = new double[batch * O];
        for (int window = 0; window < batch; window++) {
            System.arraycopy(forward(windows, steps, window).y, 0, outputs, window * O, O);
        }
        return outputs;
    }

    double loss(float[] windows, int[] steps, float[] labels, int batch) {
        double[] outputs = predict(windows, steps, batch);
        double k = training.huberThreshold();
        double sum = 0;
        for (int n = 0; n < outputs.length; n++) {
            if (!Float.isNaN(labels[n])) {
                double e = outputs[n] - labels[n];
                sum += Math.abs(e) <= k ? e * e : 2 * k * Math.abs(e) - k * k;
            }
        }
        return sum / (batch * O);
    }

    double[] gradient(float[] windows, int[] steps, float[] labels, int batch) {
        double[] gradient = new double[parameters.length];
        double k = training.huberThreshold();
        for (int window = 0; window < batch; window++) {
            Trace trace = forward(windows, steps, window);
            double[] dy = new double[O];
            for (int n = 0; n < O; n++) {
                float label = labels[window * O + n];
                double e = trace.y[n] - label;
                if (!Float.isNaN(label)) {
                    dy[n] = (Math.abs(e) <= k ? 2 * e : 2 * k * Math.signum(e)) / (batch * O);
                }
            }
            backward(trace, dy, gradient);
        }
        return gradient;
    }

    private void backward(Trace trace, double[] dy, double[] gradient) {
        double[] dh = new double[H];
        double[] dc = new double[H];
        for (int n = 0; n < O; n++) {
            gradient[bHead + n] += dy[n];
            for (int j = 0; j < H; j++) {
                gradient[wHead + n * H + j] += dy[n] * trace.h[T][j];
                dh[j] += dy[n] * parameters[wHead + n * H + j];
            }
        }
        for (int t = T - 1; t >= trace.first; t--) {
            double[] dz = new double[4 * H];
            for (int j = 0; j < H; j++) {
                double tanh = Math.tanh(trace.c[t + 1][j]);
                double i = trace.i[t][j];
                double f = trace.f[t][j];
                double g = trace.g[t][j];
                double o = trace.o[t][j];
                dc[j] += dh[j] * o * (1 - tanh * tanh);
                dz[j] = dc[j] * g * i * (1 - i);
                dz[H + j] = dc[j] * trace.c[t][j] * f * (1 - f);
                dz[2 * H + j] = dc[j] * i * (1 - g * g);
                dz[3 * H + j] = dh[j] * tanh * o * (1 - o);
                dc[j] *= f;
            }
            dh = new double[H];
            for (int r = 0; r < 4 * H; r++) {
                gradient[bIh + r] += dz[r];
                for (int d = 0; d < D; d++) {
                    gradient[wIh + r * D + d] += dz[r] * trace.x[t][d];
                }
                for (int j = 0; j < H; j++) {
                    gradient[wHh + r * H + j] += dz[r] * trace.h[t][j];
                    dh[j] += dz[r] * parameters[wHh + r * H + j];
                }
            }
        }
    }

    /** One step of AdamW (Loshchilov and Hutter, 2019, algorithm 2) with the gradient's norm clipped. */
    void train(float[] windows, int[] steps, float[] labels, int batch, double learningRate) {
        double[] gradient = gradient(windows, steps, labels, batch);
        double norm = norm(gradient);
        double scale = Math.min(1, training.gradientClipNorm() / norm);
        taken++;
        for (int n = 0; n < parameters.length; n++) {
            double g = scale * gradient[n];
            m[n] = training.beta1() * m[n] + (1 - training.beta1()) * g;
            v[n] = training.beta2() * v[n] + (1 - training.beta2()) * g * g;
            double mHat = m[n] / (1 - Math.pow(training.beta1(), (double) taken));
            double vHat = v[n] / (1 - Math.pow(training.beta2(), (double) taken));
            parameters[n] -= learningRate * (mHat / (Math.sqrt(vHat) + 1e-8) + training.weightDecay() * parameters[n]);
        }
    }

    static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int n = 0; n < wide.length; n++) {
            wide[n] = values[n];
        }
        return wide;
    }
}
