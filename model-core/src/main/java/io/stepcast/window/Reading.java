package io.stepcast.window;

import java.util.Arrays;
import java.util.Objects;

/**
 * One reading of one series: the values of all its features at one moment.
 *
 * @param series the key of the series, not empty
 * @param eventTimeMillis when the reading was taken, in milliseconds since the epoch
 * @param values one value per feature in the features' own units; NaN marks a missing value, infinities are refused. Not copied:
 *     whoever makes the reading hands the array over.
 */
public record Reading(String series, long eventTimeMillis, double[] values) {

    public Reading {
        Objects.requireNonNull(series, "series");
        if (series.isEmpty()) {
            throw new IllegalArgumentException("a reading's series must not be empty");
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("a reading must have at least 1 feature, got 0");
        }
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException("a reading's values must be finite or missing, got " + value);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reading that
                && series.equals(that.series)
                && eventTimeMillis == that.eventTimeMillis
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(series, eventTimeMillis, Arrays.hashCode(values));
    }

    @Override
    public String toString() {
        return "Reading[" + series + " @" + eventTimeMillis + " " + Arrays.toString(values) + "]";
    }
}
