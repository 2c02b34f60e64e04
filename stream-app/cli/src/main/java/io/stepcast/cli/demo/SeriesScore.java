package io.stepcast.cli.demo;

import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import org.jspecify.annotations.Nullable;

/** One series on the scoreboard. Confined to one thread. */
final class SeriesScore {

    private static final int NEWEST_ERRORS = 400;

    private final String series;
    private final ErrorMeans all = ErrorMeans.ofAll();
    private final ErrorMeans recent = ErrorMeans.ofNewest(NEWEST_ERRORS);
    private @Nullable Reading reading;
    private @Nullable Prediction prediction;
    private @Nullable Outcome outcome;

    SeriesScore(String series) {
        this.series = series;
    }

    void add(Reading newest) {
        reading = newest;
    }

    void add(Prediction newest) {
        prediction = newest;
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

    /** The newest reading, if any. */
    @Nullable
    Reading reading() {
        return reading;
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
