package io.stepcast.forecast;

/**
 * How surprising a reading is: 1 - (1 - coverage)^r, where r is the largest error over the features in half-widths of their
 * intervals. 0 is exactly as expected, the interval's edge scores the coverage, and with errors of exponential tails a score s is
 * reached by a share 1 - s of a feature's readings: 0.999 means once in a thousand. Always below 1.
 */
final class AnomalyScore {

    private final double logMissShare;

    AnomalyScore(double coverage) {
        logMissShare = StrictMath.log(1 - coverage);
    }

    /** The score of an error of {@code halfWidths} half-widths, at least 0. */
    double of(double halfWidths) {
        return Math.min(-StrictMath.expm1(logMissShare * halfWidths), Math.nextDown(1.0));
    }
}
