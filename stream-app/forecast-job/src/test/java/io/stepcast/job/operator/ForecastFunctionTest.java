package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.window.Arrival;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ForecastFunctionTest {

    private final AnyRegistry registry = new AnyRegistry();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private long ttlMillis;

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void eachWindowMakesAPredictionAndAllButTheFirstAnOutcome() throws Exception {
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.open();
            harness.processElements(predicted(0, 5));

            assertThat(harness.extractOutputValues()).hasSize(5);
            assertThat(harness.getSideOutput(ForecastFunction.OUTCOMES)).hasSize(4);
        }
    }

    @Test
    void whatIsSaidOfAReadingHasAnIdAndItsModel() throws Exception {
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.open();
            harness.processElements(predicted(0, 2));

            Prediction prediction = decoded(harness.extractOutputValues().get(1), Prediction.class);
            assertThat(prediction.getModelId()).isEqualTo("m");
            assertThat(prediction.getId()).isEqualTo("m/series-@1970-01-01T00:02:00Z");
            Outcome outcome = decoded(
                    harness.getSideOutput(ForecastFunction.OUTCOMES).remove().getValue(), Outcome.class);
            assertThat(outcome.getModelId()).isEqualTo("m");
            assertThat(outcome.getId()).isEqualTo("m/series-@1970-01-01T00:02:00Z");
        }
    }

    @Test
    void nothingGoesOutForFilledSteps() throws Exception {
        SeriesWindow window = new SeriesWindow(Readings.WINDOW);
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.open();
            for (int step : new int[] {0, 1, 2, 5, 6}) {
                Arrival arrival = window.add(Readings.reading("a", step).reading());
                if (arrival instanceof Arrival.Advanced advanced) {
                    for (WindowStep moved : advanced.steps()) {
                        harness.processElement(new StreamRecord<>(predicted(moved)));
                    }
                }
            }

            assertThat(harness.extractOutputValues()).hasSize(4);
            assertThat(harness.getSideOutput(ForecastFunction.OUTCOMES)).hasSize(3);
        }
    }

    @Test
    void theMetricsTellHowTheForecastsDoBesideTheBaselines() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.open();
            harness.processElements(predicted(0, 9));
            snapshot = harness.snapshot(1, 0);

            assertThat(metrics.gauge("series")).isEqualTo(1L);
            // Eight outcomes of two features.
            assertThat(metrics.gauge("model.m.scoredValues")).isEqualTo(16L);
            assertThat(metrics.gauge("model.m.coverage").doubleValue()).isBetween(0.0, 1.0);
            for (String score : List.of("mae", "mse", "persistenceMae", "persistenceMse", "linearMae", "linearMse")) {
                assertThat(metrics.gauge("model.m." + score).doubleValue())
                        .as(score)
                        .isPositive();
            }
            assertThat(metrics.gauge("model.m.mae"))
                    .as("a young series leans on persistence")
                    .isEqualTo(metrics.gauge("model.m.persistenceMae"));
            assertThat(metrics.gauge("model.m.linearMae")).isNotEqualTo(metrics.gauge("model.m.persistenceMae"));
        }
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(predicted(9, 10));

            assertThat(metrics.gauge("series")).as("not counted twice").isEqualTo(1L);
        }
    }

    @Test
    void otherGapsMayBeFilledAgainstExistingState() throws Exception {
        OperatorSubtaskState snapshot = snapshot(5);
        try (var harness = harness(new ForecastConfig(Readings.WINDOW.withMaxGap(9), List.of(0.9), 1, false))) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(predicted(5, 8));

            assertThat(harness.extractOutputValues()).hasSize(3);
        }
    }

    @Test
    void anotherCoverageGoesOnFromTheState() throws Exception {
        OperatorSubtaskState snapshot = snapshot(5);
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, 0.5))) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(predicted(5, 8));

            assertThat(harness.extractOutputValues()).hasSize(3);
            assertThat(harness.getSideOutput(ForecastFunction.OUTCOMES)).hasSize(3);
        }
    }

    @Test
    void anotherSeasonEndsTheJobWithTheDifference() throws Exception {
        OperatorSubtaskState snapshot = snapshot(5);
        WindowConfig other = new WindowConfig(2, 4, 60_000, 0);
        try (var harness = harness(new ForecastConfig(other, 0.9))) {
            harness.initializeState(snapshot);
            harness.open();

            assertThatThrownBy(() -> harness.processElement(predicted(5, 6).get(0)))
                    .isInstanceOf(SuppressRestartsException.class)
                    .rootCause()
                    .hasMessageStartingWith("the configuration no longer fits the state of series 'series-':"
                            + " series.season was 10 min and is none; set it back");
        }
    }

    private static <T extends SpecificRecord> T decoded(KafkaOutput output, Class<T> type) throws IOException {
        byte[] value = Objects.requireNonNull(output.value());
        return new SpecificDatumReader<>(type)
                .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
    }

    @Test
    void anotherPresetsExpertsEndTheJobWithTheDifference() throws Exception {
        OperatorSubtaskState snapshot = snapshot(5);
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 2, true))) {
            harness.initializeState(snapshot);
            harness.open();

            assertThatThrownBy(() -> harness.processElement(predicted(5, 6).get(0)))
                    .isInstanceOf(SuppressRestartsException.class)
                    .rootCause()
                    .hasMessageStartingWith("the configuration no longer fits the state of series 'series-':"
                            + " model.second-stage was false and is true, the kinds of networks was 1 and is 2; set");
        }
    }

    @Test
    void aSeriesThatWasSilentForTooLongBeginsAnew() throws Exception {
        ttlMillis = 5 * 60_000;
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.open();
            harness.processElements(predicted(0, 3));
            harness.processElements(predicted(7, 9));
            assertThat(harness.getSideOutput(ForecastFunction.OUTCOMES))
                    .as("5 steps later")
                    .hasSize(4);

            harness.processElement(later(5));
            assertThat(harness.getSideOutput(ForecastFunction.OUTCOMES))
                    .as("5 steps later")
                    .hasSize(5);
            harness.processElement(later(11));
            assertThat(harness.getSideOutput(ForecastFunction.OUTCOMES))
                    .as("6 steps later")
                    .hasSize(5);
        }
    }

    @Test
    void aSilentSeriesIsForgottenAsEventTimeGoesByAlsoAfterARestore() throws Exception {
        ttlMillis = 5 * 60_000;
        OperatorSubtaskState snapshot = snapshot(3);
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.initializeState(snapshot);
            harness.open();
            long newest = 3 * 60_000;
            harness.processWatermark(newest + ttlMillis - 1);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
            harness.processWatermark(newest + ttlMillis);
            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void aSeriesThatGoesOnKeepsOneTimer() throws Exception {
        ttlMillis = 5 * 60_000;
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.open();
            harness.processElements(predicted(0, 9));
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
            harness.processWatermark(60_000 + ttlMillis);
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(2);

            harness.processWatermark(Long.MAX_VALUE);
            assertThat(harness.numKeyedStateEntries())
                    .as("at the end of the input")
                    .isEqualTo(2);
        }
    }

    /** The last window, so many steps later than it was. */
    private static StreamRecord<Predicted> later(int steps) {
        WindowStep step = Readings.windows(1, 10).get(8).getValue().step();
        return new StreamRecord<>(predicted(new WindowStep(
                step.series(),
                step.eventTimeMillis() + steps * 60_000L,
                step.targetTimeMillis() + steps * 60_000L,
                step.windowSteps(),
                step.observed(),
                step.last(),
                step.spread(),
                step.stepScale(),
                step.input(),
                step.labelled())));
    }

    private OperatorSubtaskState snapshot(int windows) throws Exception {
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, List.of(0.9), 1, false))) {
            harness.open();
            harness.processElements(predicted(0, windows));
            return harness.snapshot(1, 0);
        }
    }

    private static List<StreamRecord<Predicted>> predicted(int from, int to) {
        return Readings.windows(1, 11).subList(from, to).stream()
                .map(window -> new StreamRecord<>(predicted(window.getValue().step())))
                .toList();
    }

    private static Predicted predicted(WindowStep step) {
        return new Predicted(step, new float[1][2], 1, 7);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Predicted, KafkaOutput> harness(ForecastConfig config)
            throws Exception {
        ForecastEncoder.Factory encoders = new ForecastEncoder.Factory(
                registry.settings(),
                "predictions",
                "outcomes",
                List.of("a", "b"),
                config.coverages().get(0),
                series -> "m");
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new ForecastFunction(config, encoders, ttlMillis)),
                predicted -> predicted.step().series(),
                Types.STRING,
                new MockEnvironmentBuilder().setMetricGroup(metrics.task()).build());
        harness.setup(
                Wire.KAFKA_OUTPUT.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
