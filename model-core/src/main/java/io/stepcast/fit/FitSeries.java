package io.stepcast.fit;

/**
 * The rows of one series, oldest first.
 *
 * @param name the series' key, not empty
 * @param times a growing number per row: milliseconds since the epoch, or the row's number where there are no timestamps
 * @param values in the features' units, NaN where missing; shape [rows, features]; not copied
 */
public record FitSeries(String name, long[] times, double[][] values) {

    public FitSeries {
        if (times.length != values.length) {
            throw new IllegalArgumentException(
                    "a series of " + values.length + " rows requires as many times, got " + times.length);
        }
        for (int row = 1; row < times.length; row++) {
            if (times[row] <= times[row - 1]) {
                throw new IllegalArgumentException(
                        "the times of series " + name + " must grow, got " + times[row] + " after " + times[row - 1]);
            }
        }
    }

    int rows() {
        return times.length;
    }
}
