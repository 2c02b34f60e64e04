package io.stepcast.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums up how the intervals of one feature of one series do, beside intervals of one width. All in scaled units. */
final class IntervalSums {

    private final double coverage;
    private final List<Double> warmupErrors = new ArrayList<>();
    private double fixedHalfWidth = Double.NaN;

    long count;
    long inside;
    double width;
    double winkler;
    double fixedWinkler;

    IntervalSums(double coverage) {
        this.coverage = coverage;
    }

    /** Notes the model's error on a warm-up row. */
    void calibrate(double error) {
        warmupErrors.add(Math.abs(error));
    }

    /** Notes a scored row: what came, the prediction and its interval, in one unit. */
    void add(double observed, double expected, double lower, double upper) {
        if (count == 0) {
            fixedHalfWidth = quantile();
        }
        count++;
        if (observed >= lower && observed <= upper) {
            inside++;
        }
        width += upper - lower;
        winkler += winkler(observed, lower, upper);
        fixedWinkler += winkler(observed, expected - fixedHalfWidth, expected + fixedHalfWidth);
    }

    private double winkler(double observed, double lower, double upper) {
        double outside = Math.max(0, Math.max(lower - observed, observed - upper));
        return upper - lower + 2 / (1 - coverage) * outside;
    }

    /** The smallest error that at least a share of {@code coverage} of the warm-up errors don't exceed. */
    private double quantile() {
        if (warmupErrors.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = warmupErrors.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(coverage * sorted.length) - 1)];
    }

    /** The score over several features. */
    static IntervalScore score(double coverage, List<IntervalSums> features) {
        long count = 0;
        double inside = 0;
        double width = 0;
        double winkler = 0;
        double fixed = 0;
        double worst = 0;
        for (IntervalSums sums : features) {
            count += sums.count;
            inside += sums.inside;
            width += sums.width;
            winkler += sums.winkler;
            fixed += sums.fixedWinkler;
            if (sums.count > 0) {
                worst = Math.max(worst, Math.abs((double) sums.inside / sums.count - coverage));
            }
        }
        return new IntervalScore(coverage, inside / count, width / count, winkler / count, fixed / count, worst);
    }
}
