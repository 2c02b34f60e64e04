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
 * conformal inference. Every coverage has quantiles of its own, and an interval is never narrower than one of a smaller coverage.
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

    /** From the smallest coverage to the largest. */
    private double[] missShares;

    private final int features;
    private final int slots;

    /** Shape [coverages, features]. */
    private double[] quantile;

    private final double[] error;
    private final long[] errors;
    /** Shape [features, slots]. */
    private final double[] slotError;

    private final long[] slotErrors;

    /** @param coverages rising */
    AdaptiveInterval(int features, double[] coverages, int slots) {
        this.features = features;
        this.slots = slots;
        missShares = missShares(coverages);
        quantile = new double[coverages.length * features];
        for (int k = 0; k < coverages.length; k++) {
            Arrays.fill(quantile, k * features, (k + 1) * features, firstQuantile(missShares[k]));
        }
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

    private static double[] missShares(double[] coverages) {
        return Arrays.stream(coverages).map(coverage -> 1 - coverage).toArray();
    }

    /**
     * Aims at other coverages from now on. The quantiles of one that was not there before begin at those of the nearest one that was,
     * moved as the first ones would be.
     *
     * @param coverages rising
     */
    void cover(double[] coverages) {
        double[] shares = missShares(coverages);
        double[] quantiles = new double[coverages.length * features];
        for (int k = 0; k < shares.length; k++) {
            int nearest = nearest(shares[k]);
            double factor = firstQuantile(shares[k]) / firstQuantile(missShares[nearest]);
            for (int f = 0; f < features; f++) {
                quantiles[k * features + f] = Math.max(quantile[nearest * features + f] * factor, LEAST_QUANTILE);
            }
        }
        missShares = shares;
        quantile = quantiles;
    }

    private int nearest(double missShare) {
        int nearest = 0;
        for (int k = 1; k < missShares.length; k++) {
            if (Math.abs(missShares[k] - missShare) < Math.abs(missShares[nearest] - missShare)) {
                nearest = k;
            }
        }
        return nearest;
    }

    /** The size of errors to expect for a feature in a slot, in the feature's units; above 0. */
    double scale(int feature, int slot, double stepScale) {
        double now = errors[feature] > 0 ? error[feature] : stepScale;
        int at = feature * slots + slot;
        double here = slotErrors[at] > 0 ? slotError[at] : now;
        return Math.max(Math.sqrt(now) * Math.sqrt(here), LEAST_SHARE * stepScale);
    }

    /**
     * The half-width of an interval for errors of a size: never less than that of a smaller coverage.
     *
     * @param coverage its place among the rising coverages
     */
    double halfWidth(int coverage, int feature, double scale) {
        double widest = 0;
        for (int k = 0; k <= coverage; k++) {
            widest = Math.max(widest, quantile[k * features + feature]);
        }
        return widest * scale;
    }

    /**
     * Learns how far off a prediction was.
     *
     * @param absoluteError in the feature's units
     * @param scale the size of errors that was expected
     */
    void learn(int feature, int slot, double absoluteError, double scale) {
        // From the largest coverage down: what is told of a coverage stands on those below it.
        for (int k = missShares.length - 1; k >= 0; k--) {
            boolean missed = absoluteError > halfWidth(k, feature, scale);
            int at = k * features + feature;
            quantile[at] = Math.max(quantile[at] + RATE * ((missed ? 1 : 0) - missShares[k]), LEAST_QUANTILE);
        }
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
