package io.stepcast.job.operator;

import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.wire.DeadLetter;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.job.wire.Wire;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keyed by series: moves each reading into its series' window and passes the window on. */
public final class WindowingFunction extends KeyedProcessFunction<String, SourceReading, WindowStep>
        implements CheckpointedFunction {

    /** The accumulator that counts the readings whose series had no usable window: the first, and the first after a long gap. */
    public static final String WARMING = "warming";

    private static final long serialVersionUID = 1;

    private final WindowConfig config;
    private transient ValueState<SeriesWindow> windows;
    private transient Tally warming;
    private transient DeadLetterOutput deadLetters;

    public WindowingFunction(WindowConfig config) {
        this.config = config;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        warming = new Tally(WARMING, context.getOperatorStateStore(), getRuntimeContext());
    }

    @Override
    public void open(OpenContext context) {
        windows = getRuntimeContext().getState(new ValueStateDescriptor<>("window", Wire.SERIES_WINDOW));
        deadLetters = new DeadLetterOutput(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(SourceReading source, Context context, Collector<WindowStep> out) throws Exception {
        SeriesWindow window = windows.value();
        if (window == null) {
            window = new SeriesWindow(config);
        } else {
            FixedConfiguration.requireSame("series '" + source.reading().series() + "'", window.config(), config);
            window.allowGap(config.maxGap());
        }
        Arrival arrival = window.add(source.reading());
        if (arrival instanceof Arrival.Late late) {
            deadLetters.emit(letter(source, late.newestEventTimeMillis()), context::output);
            return;
        }
        if (arrival instanceof Arrival.Duplicate duplicate) {
            deadLetters.emit(letter(source, duplicate.newestEventTimeMillis()), context::output);
            return;
        }
        windows.update(window);
        if (arrival instanceof Arrival.Advanced advanced) {
            advanced.steps().forEach(out::collect);
        } else {
            warming.increment();
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        warming.snapshot();
    }

    private static DeadLetter letter(SourceReading source, long newestEventTimeMillis) {
        Reading reading = source.reading();
        return new DeadLetter(
                source.source(),
                DeadLetter.Reason.LATE,
                "a reading of '" + reading.series() + "' must be of a later time step than its newest, "
                        + Instant.ofEpochMilli(newestEventTimeMillis) + ", got "
                        + Instant.ofEpochMilli(reading.eventTimeMillis()));
    }
}
