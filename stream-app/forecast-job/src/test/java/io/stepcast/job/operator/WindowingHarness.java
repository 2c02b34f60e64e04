package io.stepcast.job.operator;

import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.job.wire.Wire;
import io.stepcast.window.OrderConfig;
import io.stepcast.window.WindowConfig;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** Flink's harness around a {@link WindowingOperator}. */
final class WindowingHarness {

    static final int MAX_PARALLELISM = 128;

    private WindowingHarness() {}

    static KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> of(
            WindowConfig config, OrderConfig rules, boolean releaseWhenIdle) throws Exception {
        return of(config, rules, releaseWhenIdle, 1, 0);
    }

    static KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> of(
            WindowConfig config, OrderConfig rules, boolean releaseWhenIdle, int parallelism, int subtask)
            throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new WindowingOperator(config, rules, releaseWhenIdle),
                source -> source.reading().series(),
                Types.STRING,
                MAX_PARALLELISM,
                parallelism,
                subtask);
        harness.setup(Wire.ARRIVED_WINDOW.createSerializer(
                harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    /** A count that the operator shows. */
    static long count(
            KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness, String name) {
        Accumulator<?, ?> shown =
                harness.getEnvironment().getAccumulatorRegistry().getUserMap().get(name);
        return (Long) Objects.requireNonNull(shown).getLocalValue();
    }
}
