package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.window.Arrival;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ForecastFunctionTest {

    private final AnyRegistry registry = new AnyRegistry();

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void eachWindowMakesAPredictionAndAllButTheFirstAnOutcome() throws Exception {
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, 0.9))) {
            harness.open();
            harness.processElements(predicted(0, 5));

            assertThat(harness.extractOutputValues()).hasSize(5);
            assertThat(harness.getSideOutput(ForecastFunction.OUTCOMES)).hasSize(4);
        }
    }

    @Test
    void nothingGoesOutForFilledSteps() throws Exception {
        SeriesWindow window = new SeriesWindow(Readings.WINDOW);
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, 0.9))) {
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
    void otherGapsMayBeFilledAgainstExistingState() throws Exception {
        OperatorSubtaskState snapshot = snapshot(5);
        try (var harness = harness(new ForecastConfig(Readings.WINDOW.withMaxGap(9), 0.9))) {
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

    private OperatorSubtaskState snapshot(int windows) throws Exception {
        try (var harness = harness(new ForecastConfig(Readings.WINDOW, 0.9))) {
            harness.open();
            harness.processElements(predicted(0, windows));
            return harness.snapshot(1, 0);
        }
    }

    private static List<StreamRecord<Predicted>> predicted(int from, int to) {
        return Readings.windows(1, 10).subList(from, to).stream()
                .map(window -> new StreamRecord<>(predicted(window.getValue())))
                .toList();
    }

    private static Predicted predicted(WindowStep step) {
        return new Predicted(step, new float[2], 1, 7);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Predicted, KafkaOutput> harness(ForecastConfig config)
            throws Exception {
        ForecastEncoder.Factory encoders = new ForecastEncoder.Factory(
                registry.settings(), "predictions", "outcomes", List.of("a", "b"), config.coverage(), "m");
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new ForecastFunction(config, encoders)),
                predicted -> predicted.step().series(),
                Types.STRING);
        harness.setup(
                Wire.KAFKA_OUTPUT.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
