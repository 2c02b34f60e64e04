package io.stepcast.network;

/**
 * The textbook: the networks in double precision, one window, one unit, one sum at a time, differentiated by a {@link Tape}. Slow and
 * plain, to hold the fast ones against. Laid out as {@link NetworkState} says.
 */
final class ReferenceNetwork {

    private final NetworkShape shape;
    private final ParameterLayout layout;
    private final TrainingConfig training;

    final double[] parameters;
    private final double[] m;
    private final double[] v;
    private long taken;

    ReferenceNetwork(NetworkState state, TrainingConfig training) {
        shape = state.shape();
        layout = new ParameterLayout(shape);
        this.training = training;
        parameters = widen(state.parameters());
        m = widen(state.firstMoment());
        v = widen(state.secondMoment());
        taken = state.steps();
    }

    /** One window's forward pass. The first nodes of the tape are the parameters. */
    private final class Pass {
        final Tape tape = new Tape();
        final int[] outputs;

        Pass(float[] windows, int[] steps, int window) {
            for (double parameter : parameters) {
                tape.number(parameter);
            }
            outputs = shape instanceof RecurrentShape recurrent
                    ? recurrent(recurrent, windows, steps[window], window)
                    : feedForward((FeedForwardShape) shape, windows, steps[window], window);
        }

        private int[] recurrent(RecurrentShape recurrent, float[] windows, int steps, int window) {
            int[][] sequence = new int[steps][shape.inputs()];
            for (int t = 0; t < steps; t++) {
                for (int d = 0; d < shape.inputs(); d++) {
                    int row = window * shape.time() + shape.time() - steps + t;
                    sequence[t][d] = tape.number(windows[row * shape.inputs() + d]);
                }
            }
            for (int layer = 0; layer < recurrent.layers(); layer++) {
                sequence = recurrent.cell() == Cell.LSTM
                        ? lstm(recurrent.hidden(), "_l" + layer, sequence)
                        : gru(recurrent.hidden(), "_l" + layer, sequence);
            }
            return linear("head.weight", "head.bias", sequence[steps - 1]);
        }

        private int[][] lstm(int hidden, String layer, int[][] sequence) {
            int[][] states = new int[sequence.length][];
            int[] h = zeros(hidden);
            int[] c = zeros(hidden);
            for (int t = 0; t < sequence.length; t++) {
                int[] x = linear("weight_ih" + layer, "bias_ih" + layer, sequence[t]);
                int[] u = linear("weight_hh" + layer, "bias_hh" + layer, h);
                int[] next = new int[hidden];
                int[] cell = new int[hidden];
                for (int j = 0; j < hidden; j++) {
                    int i = tape.sigmoid(tape.add(x[j], u[j]));
                    int f = tape.sigmoid(tape.add(x[hidden + j], u[hidden + j]));
                    int g = tape.tanh(tape.add(x[2 * hidden + j], u[2 * hidden + j]));
                    int o = tape.sigmoid(tape.add(x[3 * hidden + j], u[3 * hidden + j]));
                    cell[j] = tape.add(tape.multiply(f, c[j]), tape.multiply(i, g));
                    next[j] = tape.multiply(o, tape.tanh(cell[j]));
                }
                h = next;
                c = cell;
                states[t] = h;
            }
            return states;
        }

        private int[][] gru(int hidden, String layer, int[][] sequence) {
            int[][] states = new int[sequence.length][];
            int[] h = zeros(hidden);
            for (int t = 0; t < sequence.length; t++) {
                int[] x = linear("weight_ih" + layer, "bias_ih" + layer, sequence[t]);
                int[] u = linear("weight_hh" + layer, "bias_hh" + layer, h);
                int[] next = new int[hidden];
                for (int j = 0; j < hidden; j++) {
                    int r = tape.sigmoid(tape.add(x[j], u[j]));
                    int z = tape.sigmoid(tape.add(x[hidden + j], u[hidden + j]));
                    int n = tape.tanh(tape.add(x[2 * hidden + j], tape.multiply(r, u[2 * hidden + j])));
                    // (1 - z) n + z h
                    int rest = tape.add(tape.number(1), tape.multiply(tape.number(-1), z));
                    next[j] = tape.add(tape.multiply(rest, n), tape.multiply(z, h[j]));
                }
                h = next;
                states[t] = h;
            }
            return states;
        }

        private int[] feedForward(FeedForwardShape feedForward, float[] windows, int steps, int window) {
            int unreal = (shape.time() - steps) * shape.inputs();
            int from = window * shape.time() * shape.inputs();
            InputView view = feedForward.view();
            int[] x = new int[view.width()];
            for (int i = 0; i < x.length; i++) {
                int index = view.indices()[i];
                int other = view.subtracted()[i];
                double value = 0;
                if (other == InputView.NOTHING && index >= unreal) {
                    value = windows[from + index];
                } else if (index >= unreal && other >= unreal) {
                    value = (double) windows[from + index] - windows[from + other];
                }
                x[i] = tape.number(Math.max(-6, Math.min(6, value)));
            }
            int[] first = silu(linear("0.weight", "0.bias", x));
            int[] second = silu(linear("2.weight", "2.bias", first));
            return linear("4.weight", "4.bias", second);
        }

        private int[] silu(int[] z) {
            int[] a = new int[z.length];
            for (int j = 0; j < z.length; j++) {
                a[j] = tape.multiply(z[j], tape.sigmoid(z[j]));
            }
            return a;
        }

        private int[] linear(String weight, String bias, int[] x) {
            ParameterLayout.Block w = layout.block(weight);
            int b = layout.block(bias).offset();
            int[] y = new int[w.rows()];
            for (int row = 0; row < y.length; row++) {
                // A parameter's node has its number.
                y[row] = b + row;
                for (int k = 0; k < x.length; k++) {
                    y[row] = tape.add(y[row], tape.multiply(w.offset() + row * x.length + k, x[k]));
                }
            }
            return y;
        }

        private int[] zeros(int count) {
            int[] zeros = new int[count];
            for (int j = 0; j < count; j++) {
                zeros[j] = tape.number(0);
            }
            return zeros;
        }
    }

    double[] predict(float[] windows, int[] steps, int batch) {
        double[] outputs = new double[batch * shape.outputs()];
        for (int window = 0; window < batch; window++) {
            Pass pass = new Pass(windows, steps, window);
            for (int o = 0; o < shape.outputs(); o++) {
                outputs[window * shape.outputs() + o] = pass.tape.value(pass.outputs[o]);
            }
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
        return sum / (batch * shape.outputs());
    }

    /** With zeros for the biases that have no gradient. */
    double[] gradient(float[] windows, int[] steps, float[] labels, int batch) {
        double[] gradient = new double[parameters.length];
        double k = training.huberThreshold();
        int outputs = shape.outputs();
        for (int window = 0; window < batch; window++) {
            Pass pass = new Pass(windows, steps, window);
            double[] dy = new double[outputs];
            for (int n = 0; n < outputs; n++) {
                float label = labels[window * outputs + n];
                double e = pass.tape.value(pass.outputs[n]) - label;
                if (!Float.isNaN(label)) {
                    dy[n] = (Math.abs(e) <= k ? 2 * e : 2 * k * Math.signum(e)) / (batch * outputs);
                }
            }
            double[] slopes = pass.tape.backward(pass.outputs, dy);
            for (int n = 0; n < parameters.length; n++) {
                gradient[n] += slopes[n];
            }
        }
        for (ParameterLayout.TwinBias twin : layout.twins()) {
            for (int i = 0; i < twin.length(); i++) {
                gradient[twin.zero() + i] = 0;
            }
        }
        return gradient;
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

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int n = 0; n < wide.length; n++) {
            wide[n] = values[n];
        }
        return wide;
    }
}
