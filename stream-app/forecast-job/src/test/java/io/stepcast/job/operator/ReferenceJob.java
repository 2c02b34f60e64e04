package io.stepcast.job.operator;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.forecast.ForecastStep;
import io.stepcast.forecast.SeriesForecaster;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the job does, without Flink: one reading after the other, in the order in which they are given. */
final class ReferenceJob {

    final List<WindowStep> windows = new ArrayList<>();
    final List<KafkaOutput> predictions = new ArrayList<>();
    final List<KafkaOutput> outcomes = new ArrayList<>();
    int warming;

    private final WindowConfig config;
    private final long ttlMillis;
    private final OnlineLearner learner;
    private final ForecastEncoder encoder;
    private final Map<String, SeriesWindow> rings = new HashMap<>();
    private final Map<String, SeriesForecaster> forecasters = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    ReferenceJob(WindowConfig config, long ttlMillis, OnlineLearner learner, ForecastEncoder encoder) {
        this.config = config;
        this.ttlMillis = ttlMillis;
        this.learner = learner;
        this.encoder = encoder;
    }

    void read(Reading reading) {
        String series = reading.series();
        Long before = newest.put(series, reading.eventTimeMillis());
        if (before == null || (ttlMillis > 0 && reading.eventTimeMillis() - before > ttlMillis)) {
            rings.put(series, new SeriesWindow(config));
            forecasters.put(series, new SeriesForecaster(new ForecastConfig(config, 0.9)));
        }
        if (Objects.requireNonNull(rings.get(series)).add(reading) instanceof Arrival.Advanced advanced) {
            for (WindowStep step : advanced.steps()) {
                windows.add(step);
                learner.add(step, this::take);
            }
        } else {
            warming++;
        }
    }

    private void take(LearnerOutput output) {
        if (output instanceof Predicted predicted) {
            WindowStep step = predicted.step();
            SeriesForecaster forecaster = Objects.requireNonNull(forecasters.get(step.series()));
            ForecastStep forecast = forecaster.advance(step, predicted.networkSteps(), predicted.modelVersion());
            if (step.filled()) {
                return;
            }
            if (forecast.scored() != null) {
                outcomes.add(encoder.outcome(step, forecast.scored()));
            }
            predictions.add(encoder.prediction(predicted, forecast.next()));
        }
    }
}
