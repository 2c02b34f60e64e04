package io.stepcast.job.operator;

import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Readings of a few series, the same every time. */
final class Readings {

    static final WindowConfig WINDOW = new WindowConfig(2, 4, 60_000, 600_000);

    private Readings() {}

    static SourceReading reading(String series, int step) {
        double[] values = {Math.sin(step * 0.7) + series.length(), step % 5};
        byte[] original = (series + step).getBytes(StandardCharsets.UTF_8);
        RawRecord source = new RawRecord("readings", 0, step, step * 60_000L + 500, null, original, List.of());
        return new SourceReading(new Reading(series, step * 60_000L, values), source);
    }

    /** The windows of {@code series} series over {@code steps} time steps, in the order of arrival. */
    static List<StreamRecord<ArrivedWindow>> windows(int series, int steps) {
        Map<String, SeriesWindow> state = new LinkedHashMap<>();
        List<StreamRecord<ArrivedWindow>> windows = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            for (int s = 0; s < series; s++) {
                SourceReading source = reading("series-" + "x".repeat(s), step);
                Reading reading = source.reading();
                Arrival arrival = state.computeIfAbsent(reading.series(), key -> new SeriesWindow(WINDOW))
                        .add(reading);
                if (arrival instanceof Arrival.Advanced advanced) {
                    windows.add(new StreamRecord<>(
                            new ArrivedWindow(advanced.step(), source.source().timestamp())));
                }
            }
        }
        return windows;
    }
}
