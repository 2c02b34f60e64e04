package io.stepcast.job.operator;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.forecast.Forecast;
import io.stepcast.forecast.Scored;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.PredictionInterval;
import io.stepcast.window.WindowStep;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the records of predictions and outcomes. Confined to the task thread. */
public final class ForecastEncoder implements AutoCloseable {

    private final Factory settings;
    private final AvroEncoder<Prediction> predictions;
    private final AvroEncoder<Outcome> outcomes;

    private ForecastEncoder(Factory settings) {
        this.settings = settings;
        this.predictions = AvroEncoder.forTopic(settings.registry, settings.predictionsTopic, Prediction.class);
        this.outcomes = AvroEncoder.forTopic(settings.registry, settings.outcomesTopic, Outcome.class);
    }

    /** Travels to the task manager and makes the encoder there. */
    public record Factory(
            RegistrySettings registry,
            String predictionsTopic,
            String outcomesTopic,
            List<String> features,
            double coverage,
            Routes routes)
            implements Serializable {

        public Factory {
            features = List.copyOf(features);
        }

        ForecastEncoder create() {
            return new ForecastEncoder(this);
        }
    }

    String modelOf(String series) {
        return settings.routes.modelOf(series);
    }

    KafkaOutput prediction(Predicted predicted, Forecast forecast) {
        WindowStep step = predicted.step();
        List<FeaturePrediction> features = new ArrayList<>(settings.features.size());
        for (int i = 0; i < settings.features.size(); i++) {
            features.add(new FeaturePrediction(
                    settings.features.get(i),
                    forecast.expected()[i],
                    forecast.lower()[i],
                    forecast.upper()[i],
                    furtherIntervals(forecast, i)));
        }
        String modelId = modelOf(step.series());
        Prediction prediction = Prediction.newBuilder()
                .setId(id(modelId, step))
                .setSeries(step.series())
                .setIssuedAt(Instant.ofEpochMilli(step.eventTimeMillis()))
                .setTargetTime(targetTime(step))
                .setFeatures(features)
                .setCoverage(settings.coverage)
                .setModelId(modelId)
                .setModelVersion(predicted.modelVersion())
                .setLearningStep(predicted.learningStep())
                .setWindowSteps(step.realSteps())
                .build();
        return new KafkaOutput(key(step), predictions.encode(prediction), List.of());
    }

    private static List<PredictionInterval> furtherIntervals(Forecast forecast, int feature) {
        return forecast.further().stream()
                .map(band -> new PredictionInterval(band.coverage(), band.lower()[feature], band.upper()[feature]))
                .toList();
    }

    KafkaOutput outcome(WindowStep step, Scored scored) {
        List<FeatureOutcome> features = new ArrayList<>(settings.features.size());
        for (int i = 0; i < settings.features.size(); i++) {
            double observed = scored.observed()[i];
            features.add(new FeatureOutcome(
                    settings.features.get(i),
                    Double.isNaN(observed) ? null : observed,
                    scored.prediction().expected()[i],
                    scored.prediction().lower()[i],
                    scored.prediction().upper()[i],
                    scored.persistence()[i],
                    scored.linear()[i],
                    scored.spread()[i]));
        }
        String modelId = modelOf(step.series());
        Outcome outcome = Outcome.newBuilder()
                .setId(id(modelId, step))
                .setSeries(step.series())
                .setTimestamp(Instant.ofEpochMilli(step.eventTimeMillis()))
                .setFeatures(features)
                .setAnomalyScore(scored.anomalyScore())
                .setModelId(modelId)
                .setModelVersion(scored.modelVersion())
                .build();
        return new KafkaOutput(key(step), outcomes.encode(outcome), List.of());
    }

    @Override
    public void close() {
        predictions.close();
        outcomes.close();
    }

    /** Of what is said about the reading at the window's end: the same however often it is said. */
    private static String id(String modelId, WindowStep step) {
        return modelId + "/" + step.series() + "@" + Instant.ofEpochMilli(step.eventTimeMillis());
    }

    private static @Nullable Instant targetTime(WindowStep step) {
        return step.targetTimeMillis() == WindowStep.NO_TARGET_TIME
                ? null
                : Instant.ofEpochMilli(step.targetTimeMillis());
    }

    private static byte[] key(WindowStep step) {
        return step.series().getBytes(StandardCharsets.UTF_8);
    }
}
