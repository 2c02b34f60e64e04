package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.job.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class RoutingFunctionTest {

    private static final int MAX_PARALLELISM = 128;
    private static final Routes BY_NAME = series -> series.equals("series-") ? "rest" : "m" + series.length();

    @Test
    void eachSeriesGoesToItsModelUnderOneKey() throws Exception {
        try (var harness = harness(List.of("rest", "m8", "m9"), 1, 0)) {
            harness.open();
            harness.processElements(Readings.windows(3, 3));

            assertThat(harness.extractOutputValues())
                    .extracting(routed -> routed.window().step().series() + " " + ModelKeys.modelId(routed.key()))
                    .containsExactly(
                            "series- rest",
                            "series-x m8",
                            "series-xx m9",
                            "series- rest",
                            "series-x m8",
                            "series-xx m9");
            assertThat(harness.extractOutputValues().stream()
                            .map(RoutedWindow::key)
                            .distinct())
                    .hasSize(3);
        }
    }

    @Test
    void keysStayWhenRoutesComeGoAndChangePlacesAndTheJobIsRescaled() throws Exception {
        List<String> before;
        OperatorSubtaskState one;
        try (var harness = harness(List.of("rest", "m8", "m9"), 1, 0)) {
            harness.open();
            before = keys(harness);
            one = harness.snapshot(1, 0);
        }
        List<OperatorSubtaskState> two = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var harness = harness(List.of("new", "m9", "rest", "m8"), 2, subtask)) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        one, MAX_PARALLELISM, 1, 2, subtask));
                harness.open();
                assertThat(keys(harness)).isEqualTo(before);
                two.add(harness.snapshot(2, 0));
            }
        }
        OperatorSubtaskState packed =
                AbstractStreamOperatorTestHarness.repackageState(two.toArray(OperatorSubtaskState[]::new));
        try (var harness = harness(List.of("m9", "m8", "rest"), 1, 0)) {
            harness.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(packed, MAX_PARALLELISM, 2, 1, 0));
            harness.open();
            assertThat(keys(harness)).isEqualTo(before);
        }
    }

    @Test
    void aModelThatIsNotConfiguredIsAMistake() throws Exception {
        try (var harness = harness(List.of("m8"), 1, 0)) {
            harness.open();
            assertThatThrownBy(
                            () -> harness.processElement(Readings.windows(1, 2).get(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("series 'series-' is routed to model rest, which is none of [m8]");
        }
    }

    private static List<String> keys(OneInputStreamOperatorTestHarness<ArrivedWindow, RoutedWindow> harness)
            throws Exception {
        for (StreamRecord<ArrivedWindow> window : Readings.windows(3, 2)) {
            harness.processElement(window);
        }
        return harness.extractOutputValues().stream().map(RoutedWindow::key).toList();
    }

    private static OneInputStreamOperatorTestHarness<ArrivedWindow, RoutedWindow> harness(
            List<String> models, int parallelism, int subtask) throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<ArrivedWindow, RoutedWindow>(
                new ProcessOperator<>(new RoutingFunction(models, BY_NAME)), MAX_PARALLELISM, parallelism, subtask);
        harness.setup(
                Wire.ROUTED_WINDOW.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
