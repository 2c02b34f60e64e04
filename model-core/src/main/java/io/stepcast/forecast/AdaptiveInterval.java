package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The half-width of each feature's interval: a quantile times the size that errors have now (fast mean) and in this slot of the
 * season (slow mean), both as geometric mean. The quantile moves up by {@value #RATE} times the nominal coverage after a miss and
 * down a little after a hit, so that the share of hits approaches the nominal one whatever the errors' distribution: adaptive
 * conformal inference.
 *
 * @see <a href="https://arxiv.org/abs/2106.00170">Gibbs and Candès (2021), Adaptive conformal inference under distribution shift</a>
 */
final class AdaptiveInterval {

    private static final double RATE = 0.02;
    private static final double LEAST_QUANTILE = 0.001;
    private static final double LEAST_FIRST_QUANTILE = 0.05;
    private static final double LOG_2 = StrictMath.log(2);
    private static final double ERROR_RATE = 0.1;
    private static final double SLOT_RATE = 0.07;
    /** Share of the step scale that the size of errors is at least. */
    private static final double LEAST_SHARE = 1e-3;

    /** From this many errors on, one counts as at most this many scales: a glitch widens the next intervals a little only. */
    private static final int UNPROTECTED_ERRORS = 20;

    private static final double OUTLIER = 20;

    private double missShare;
    private final int slots;

    private final double[] quantile;
    private final double[] error;
    private final long[] errors;
    /** Shape [features, slots]. */
    private final double[] slotError;

    private final long[] slotErrors;

    AdaptiveInterval(int features, double coverage, int slots) {
        missShare = 1 - coverage;
        this.slots = slots;
        quantile = new double[features];
        Arrays.fill(quantile, firstQuantile(missShare));
        error = new double[features];
        errors = new long[features];
        slotError = new double[features * slots];
        slotErrors = new long[features * slots];
    }

    /**
     * The first quantile, in mean absolute errors: through 1.6 at a miss share of 0.2, 2.06 at 0.1 and 2.5 at 0.05, which real
     * series show, straight in the logarithm between them and beyond, as the exponential tails of a Laplace distribution are.
     */
    static double firstQuantile(double missShare) {
        double slope = missShare > 0.1 ? (2.06 - 1.6) / LOG_2 : (2.5 - 2.06) / LOG_2;
        return Math.max(LEAST_FIRST_QUANTILE, 2.06 + slope * StrictMath.log(0.1 / missShare));
    }

    /** Aims at another coverage from now on; the quantiles move as the first ones would. */
    void cover(double coverage) {
        double factor = firstQuantile(1 - coverage) / firstQuantile(missShare);
        for (int f = 0; f < quantile.length; f++) {
            quantile[f] = Math.max(quantile[f] * factor, LEAST_QUANTILE);
        }
        missShare = 1 - coverage;
    }

    /** The size of errors to expect for a feature in a slot, in the feature's units; above 0. */
    double scale(int feature, int slot, double stepScale) {
        double now = errors[feature] > 0 ? error[feature] : stepScale;
        int at = feature * slots + slot;
        double here = slotErrors[at] > 0 ? slotError[at] : now;
        return Math.max(Math.sqrt(now) * Math.sqrt(here), LEAST_SHARE * stepScale);
    }

    /** The interval's half-width for errors of a size. */
    double halfWidth(int feature, double scale) {
        return quantile[feature] * scale;
    }

    /**
     * Learns how far off a prediction was.
     *
     * @param absoluteError in the feature's units
     * @param scale the size of errors that was expected
     */
    void learn(int feature, int slot, double absoluteError, double scale) {
        boolean missed = absoluteError > halfWidth(feature, scale);
        quantile[feature] = Math.max(quantile[feature] + RATE * ((missed ? 1 : 0) - missShare), LEAST_QUANTILE);
        double counted =
                errors[feature] >= UNPROTECTED_ERRORS ? Math.min(absoluteError, OUTLIER * scale) : absoluteError;
        errors[feature]++;
        error[feature] += Math.max(ERROR_RATE, 1.0 / errors[feature]) * (counted - error[feature]);
        int at = feature * slots + slot;
        slotErrors[at]++;
        slotError[at] += Math.max(SLOT_RATE, 1.0 / slotErrors[at]) * (counted - slotError[at]);
    }

    void write(DataOutput out) throws IOException {
        StateArrays.writeDoubles(out, quantile);
        StateArrays.writeDoubles(out, error);
        StateArrays.writeLongs(out, errors);
        StateArrays.writeDoubles(out, slotError);
        StateArrays.writeLongs(out, slotErrors);
    }

    void restore(DataInput in) throws IOException {
        StateArrays.readDoubles(in, quantile);
        StateArrays.readDoubles(in, error);
        StateArrays.readLongs(in, errors);
        StateArrays.readDoubles(in, slotError);
        StateArrays.readLongs(in, slotErrors);
    }
}
