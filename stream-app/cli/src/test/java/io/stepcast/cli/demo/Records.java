package io.stepcast.cli.demo;

import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records with one feature and daily steps. */
final class Records {

    private static final Instant START = Instant.parse("2012-01-01T00:00:00Z");

    private Records() {}

    static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    static Reading reading(String series, int day, double value) {
        return new Reading(series, day(day), List.of(value));
    }

    static Prediction prediction(String series, int day, double expected, long version, long step) {
        return Prediction.newBuilder()
                .setSeries(series)
                .setIssuedAt(day(day))
                .setTargetTime(day(day + 1))
                .setFeatures(List.of(new FeaturePrediction("warm", expected, expected - 4, expected + 4, List.of())))
                .setCoverage(0.9)
                .setModelId("default")
                .setModelVersion(version)
                .setLearningStep(step)
                .setWindowSteps(8)
                .build();
    }

    static Outcome outcome(String series, int day, FeatureOutcome... features) {
        return Outcome.newBuilder()
                .setSeries(series)
                .setTimestamp(day(day))
                .setFeatures(List.of(features))
                .setAnomalyScore(0)
                .setModelId("default")
                .setModelVersion(0)
                .build();
    }

    static FeatureOutcome feature(@Nullable Double observed, double expected, double persistence, double spread) {
        return FeatureOutcome.newBuilder()
                .setName("warm")
                .setObserved(observed)
                .setExpected(expected)
                .setLower(expected - 4)
                .setUpper(expected + 4)
                .setPersistence(persistence)
                .setLinear(expected)
                .setSpread(spread)
                .build();
    }
}
