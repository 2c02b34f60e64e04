package io.stepcast.cli.demo;

import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All figures that can be had from the topics: counts, errors, and how each series stands. Confined to one thread. */
final class Scoreboard {

    private final Map<String, SeriesScore> series = new LinkedHashMap<>();
    private final ErrorMeans errors = ErrorMeans.ofAll();
    private long readings;
    private long predictions;
    private long scored;
    private long deadLetters;
    private long modelVersion;
    private long learningStep;

    void add(Reading reading) {
        readings++;
        series(reading.getSeries()).add(reading);
    }

    void add(Prediction prediction) {
        predictions++;
        modelVersion = Math.max(modelVersion, prediction.getModelVersion());
        learningStep = Math.max(learningStep, prediction.getLearningStep());
        series(prediction.getSeries()).add(prediction);
    }

    void add(Outcome outcome) {
        scored++;
        for (FeatureOutcome feature : outcome.getFeatures()) {
            errors.add(feature);
        }
        series(outcome.getSeries()).add(outcome);
    }

    /** A reading on the topic that can't be decoded. */
    void addUnreadableReading() {
        readings++;
    }

    void addDeadLetter() {
        deadLetters++;
    }

    private SeriesScore series(String name) {
        return series.computeIfAbsent(name, SeriesScore::new);
    }

    /** Every series in the order of its first appearance. */
    Collection<SeriesScore> series() {
        return Collections.unmodifiableCollection(series.values());
    }

    /** Records on the readings topic. */
    long readings() {
        return readings;
    }

    long predictions() {
        return predictions;
    }

    /** Outcomes: predictions beside the reading that then came. */
    long scored() {
        return scored;
    }

    long deadLetters() {
        return deadLetters;
    }

    /** Newest model version behind a prediction. */
    long modelVersion() {
        return modelVersion;
    }

    /** Learning steps behind the newest prediction. */
    long learningStep() {
        return learningStep;
    }

    /** Errors over all outcomes and present features. */
    ErrorMeans errors() {
        return errors;
    }
}
