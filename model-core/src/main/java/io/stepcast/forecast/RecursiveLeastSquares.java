package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Linear regression that learns from one row at a time: recursive least squares with forgetting, one inverse correlation matrix P
 * for all outputs. Residuals count as at most {@code clip} running standard deviations, so that a single outlier moves the weights a
 * little only. P is made symmetric again, and its trace bounded, every {@value #TIDY_EVERY} rows.
 *
 * @see <a href="https://doi.org/10.1002/9780470645963">Haykin, Adaptive Filter Theory, ch. 10</a>
 */
public final class RecursiveLeastSquares {

    /**
     * How one regression learns.
     *
     * @param clip residuals count as at most this many running standard deviations; infinite for no limit
     */
    public record Settings(double forgetting, double ridge, double clip) {}

    private static final int TIDY_EVERY = 50;
    /** P may have on average this many times its initial diagonal before it is scaled down (wind-up of forgetting). */
    private static final double MOST_TRACE = 1000;

    private static final double RESIDUAL_MEMORY = 0.999;
    /** Squared residuals beyond this many variances count as that many. */
    private static final double MOST_SQUARE = 9;

    private final Settings settings;
    private final int inputs;
    private final int outputs;

    /** P, shape [inputs, inputs]. */
    private final double[] inverse;
    /** Shape [outputs, inputs]. */
    private final double[] weights;

    private final double[] residualSquare;
    private long rows;

    /** P f; scratch. */
    private final double[] direction;

    /** Weights of zero, P the identity over the ridge. */
    public RecursiveLeastSquares(Settings settings, int inputs, int outputs) {
        this.settings = settings;
        this.inputs = inputs;
        this.outputs = outputs;
        inverse = new double[inputs * inputs];
        for (int i = 0; i < inputs; i++) {
            inverse[i * inputs + i] = 1 / settings.ridge();
        }
        weights = new double[outputs * inputs];
        residualSquare = new double[outputs];
        Arrays.fill(residualSquare, 1);
        direction = new double[inputs];
    }

    /** Sets one initial weight. */
    void weight(int output, int input, double value) {
        weights[output * inputs + input] = value;
    }

    /** What the weights of an output make of a row; shape [inputs]. */
    public double predict(double[] row, int output) {
        double sum = 0;
        int at = output * inputs;
        for (int i = 0; i < inputs; i++) {
            sum += weights[at + i] * row[i];
        }
        return sum;
    }

    /**
     * Learns one row.
     *
     * @param row shape [inputs]
     * @param targets shape [outputs]; NaN where unknown: that output's weights stay
     */
    public void learn(double[] row, double[] targets) {
        double power = settings.forgetting() + multiplyInverse(row);
        boolean learnt = false;
        for (int o = 0; o < outputs; o++) {
            if (!Double.isNaN(targets[o])) {
                double pull = robust(targets[o] - predict(row, o), o) / power;
                int at = o * inputs;
                for (int i = 0; i < inputs; i++) {
                    weights[at + i] += pull * direction[i];
                }
                learnt = true;
            }
        }
        if (learnt) {
            updateInverse(power);
        }
    }

    /** direction = P f; returns f' P f. P is symmetric, so that its rows stand for its columns. */
    private double multiplyInverse(double[] row) {
        Arrays.fill(direction, 0);
        for (int i = 0; i < inputs; i++) {
            double factor = row[i];
            int at = i * inputs;
            for (int j = 0; j < inputs; j++) {
                direction[j] += factor * inverse[at + j];
            }
        }
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
            sum += direction[i] * row[i];
        }
        return sum;
    }

    private double robust(double residual, int output) {
        if (settings.clip() == Double.POSITIVE_INFINITY) {
            return residual;
        }
        double square = Math.min(residual * residual, MOST_SQUARE * residualSquare[output]);
        residualSquare[output] = RESIDUAL_MEMORY * residualSquare[output] + (1 - RESIDUAL_MEMORY) * square;
        double most = settings.clip() * Math.sqrt(residualSquare[output]);
        return Math.max(-most, Math.min(most, residual));
    }

    /** P = (P - P f f' P / power) / forgetting. */
    private void updateInverse(double power) {
        double scale = 1 / settings.forgetting();
        for (int i = 0; i < inputs; i++) {
            double gain = direction[i] / power;
            int at = i * inputs;
            for (int j = 0; j < inputs; j++) {
                inverse[at + j] = (inverse[at + j] - gain * direction[j]) * scale;
            }
        }
        rows++;
        if (rows % TIDY_EVERY == 0) {
            tidy();
        }
    }

    private void tidy() {
        double trace = 0;
        for (int i = 0; i < inputs; i++) {
            trace += inverse[i * inputs + i];
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (inverse[i * inputs + j] + inverse[j * inputs + i]);
                inverse[i * inputs + j] = mean;
                inverse[j * inputs + i] = mean;
            }
        }
        double most = MOST_TRACE * inputs / settings.ridge();
        if (trace > most) {
            double scale = most / trace;
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] *= scale;
            }
        }
    }

    void write(DataOutput out) throws IOException {
        StateArrays.writeDoubles(out, inverse);
        StateArrays.writeDoubles(out, weights);
        StateArrays.writeDoubles(out, residualSquare);
        out.writeLong(rows);
    }

    void restore(DataInput in) throws IOException {
        StateArrays.readDoubles(in, inverse);
        StateArrays.readDoubles(in, weights);
        StateArrays.readDoubles(in, residualSquare);
        rows = in.readLong();
    }
}
