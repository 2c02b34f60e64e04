package io.stepcast.cli.demo;

import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One series on the scoreboard. Confined to one thread. */
final class SeriesScore {

    private static final int NEWEST_ERRORS = 400;

    private final String series;
    private final ErrorMeans all = ErrorMeans.ofAll();
    private final ErrorMeans recent = ErrorMeans.ofNewest(NEWEST_ERRORS);
    /** The newest reading with a prediction, and those after it. */
    private final Deque<Reading> readings = new ArrayDeque<>();

    private @Nullable Prediction prediction;
    private @Nullable Outcome outcome;

    SeriesScore(String series) {
        this.series = series;
    }

    void add(Reading newest) {
        readings.addLast(newest);
        dropReadingsBeforePrediction();
    }

    void add(Prediction newest) {
        prediction = newest;
        dropReadingsBeforePrediction();
    }

    private void dropReadingsBeforePrediction() {
        while (readings.size() > 1 && (prediction == null || isBeforePrediction(prediction, readings.getFirst()))) {
            readings.removeFirst();
        }
    }

    private static boolean isBeforePrediction(Prediction prediction, Reading reading) {
        return reading.getTimestamp().isBefore(prediction.getIssuedAt());
    }

    void add(Outcome newest) {
        outcome = newest;
        for (FeatureOutcome feature : newest.getFeatures()) {
            all.add(feature);
            recent.add(feature);
        }
    }

    String series() {
        return series;
    }

    /**
     * The reading that the newest prediction was issued on, if it is known; before the first prediction the newest reading. Readings
     * are seen at once and predictions when they are committed: so the two go together.
     */
    @Nullable
    Reading reading() {
        return readings.peekFirst();
    }

    /** The newest prediction, if any. */
    @Nullable
    Prediction prediction() {
        return prediction;
    }

    /** The newest outcome, if any. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    /** Errors since the first prediction. */
    ErrorMeans all() {
        return all;
    }

    /** Errors of late. */
    ErrorMeans recent() {
        return recent;
    }
}
