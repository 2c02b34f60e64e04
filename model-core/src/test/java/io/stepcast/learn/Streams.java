package io.stepcast.learn;

import io.stepcast.window.Arrival;
import io.stepcast.window.RandomSeries;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Windows of several series, interleaved as they might come to a learner. */
final class Streams {

    private Streams() {}

    /** Windows of {@code series} series in a seeded interleaving. */
    static List<WindowStep> windows(long seed, int series, int readings, WindowConfig config) {
        Random random = new Random(seed);
        List<List<Reading>> sources = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            sources.add(RandomSeries.readings("series-" + i, seed * 31 + i, readings, config));
        }
        Map<String, SeriesWindow> windows = new HashMap<>();
        int[] next = new int[series];
        List<WindowStep> steps = new ArrayList<>();
        for (int i = 0; i < series * readings; i++) {
            int source = random.nextInt(series);
            while (next[source] == readings) {
                source = (source + 1) % series;
            }
            Reading reading = sources.get(source).get(next[source]++);
            SeriesWindow window = windows.computeIfAbsent(reading.series(), key -> new SeriesWindow(config));
            if (window.add(reading) instanceof Arrival.Advanced advanced) {
                steps.addAll(advanced.steps());
            }
        }
        return steps;
    }
}
