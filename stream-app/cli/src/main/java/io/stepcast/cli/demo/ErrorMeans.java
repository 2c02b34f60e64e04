package io.stepcast.cli.demo;

import io.stepcast.schema.FeatureOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * Running means of the absolute errors of the predictions and of persistence over the same present features, each in units of the
 * feature's running standard deviation: of all outcomes, or of the newest ones.
 */
final class ErrorMeans {

    private record Errors(double expected, double persistence) {}

    private final int newest;
    private final Deque<Errors> kept = new ArrayDeque<>();
    private double expectedSum;
    private double persistenceSum;
    private long count;

    private ErrorMeans(int newest) {
        this.newest = newest;
    }

    static ErrorMeans ofAll() {
        return new ErrorMeans(0);
    }

    /** @param newest how many errors of single features to take the mean of */
    static ErrorMeans ofNewest(int newest) {
        return new ErrorMeans(newest);
    }

    /** Adds the errors of a feature; a missing one has none. */
    void add(FeatureOutcome feature) {
        Double observed = feature.getObserved();
        if (observed == null) {
            return;
        }
        Errors errors = new Errors(
                Math.abs(observed - feature.getExpected()) / feature.getSpread(),
                Math.abs(observed - feature.getPersistence()) / feature.getSpread());
        expectedSum += errors.expected;
        persistenceSum += errors.persistence;
        count++;
        if (newest > 0) {
            kept.addLast(errors);
            if (kept.size() > newest) {
                Errors oldest = kept.removeFirst();
                expectedSum -= oldest.expected;
                persistenceSum -= oldest.persistence;
                count--;
            }
        }
    }

    /** Mean error of the predictions; empty before the first. */
    OptionalDouble expected() {
        return mean(expectedSum);
    }

    /** Mean error of persistence; empty before the first. */
    OptionalDouble persistence() {
        return mean(persistenceSum);
    }

    private OptionalDouble mean(double sum) {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }
}
