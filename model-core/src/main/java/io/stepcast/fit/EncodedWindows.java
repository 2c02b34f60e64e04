package io.stepcast.fit;

import io.stepcast.version.InputEncoding;
import io.stepcast.window.Arrival;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Windows as the service encodes them: each series' rows go through its rolling window in order, so that no input knows of later rows,
 * and a network trained on them can go on in the job. Memory: 4 × time × inputs bytes per row.
 */
public final class EncodedWindows implements FitWindows {

    /** The first window stands on two rows. */
    private static final int ROWS_BEFORE = 2;

    private final WindowConfig config;
    private final List<String> names;
    private final List<LabelledWindow> windows = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Last> ends = new ArrayList<>();
    private final Split split;

    /**
     * Streams series through windows.
     *
     * @param names of the features
     * @param shares for so many windows
     * @throws TooFewRowsException if a part that is asked for would be empty
     */
    public EncodedWindows(List<FitSeries> series, List<String> names, WindowConfig config, IntFunction<Shares> shares) {
        this.config = config;
        this.names = List.copyOf(names);
        series.forEach(this::stream);
        int longest = series.stream().mapToInt(FitSeries::rows).max().orElse(0);
        split = Split.of(
                labels.stream().mapToLong(Label::time).toArray(),
                shares.apply(labels.size()),
                new TooFewRowsException.Source(config.length(), ROWS_BEFORE, longest));
    }

    private void stream(FitSeries series) {
        SeriesWindow window = new SeriesWindow(config);
        @Nullable WindowStep before = null;
        for (int row = 0; row < series.rows(); row++) {
            Arrival arrival = window.add(new Reading(series.name(), series.times()[row], series.values()[row]));
            if (arrival instanceof Arrival.Advanced advanced) {
                for (WindowStep step : advanced.steps()) {
                    take(step, before);
                    before = step;
                }
            }
        }
        if (before != null) {
            ends.add(new Last(series.name(), before.input(), before.windowSteps(), before.last(), before.stepScale()));
        }
    }

    private void take(WindowStep step, @Nullable WindowStep before) {
        LabelledWindow labelled = step.labelled();
        if (labelled == null || before == null || !teaches(labelled)) {
            return;
        }
        windows.add(labelled);
        labels.add(new Label(
                step.series(),
                step.eventTimeMillis(),
                labelled.label(),
                step.observed(),
                before.last(),
                before.stepScale()));
    }

    private static boolean teaches(LabelledWindow labelled) {
        for (float label : labelled.label()) {
            if (!Float.isNaN(label)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int size() {
        return windows.size();
    }

    @Override
    public int time() {
        return config.length();
    }

    @Override
    public int inputs() {
        return SeriesWindow.inputs(config);
    }

    @Override
    public int outputs() {
        return config.features();
    }

    @Override
    public Split split() {
        return split;
    }

    @Override
    public void input(int window, float[] target, int at) {
        float[] input = windows.get(window).input();
        System.arraycopy(input, 0, target, at, input.length);
    }

    @Override
    public int steps(int window) {
        return windows.get(window).steps();
    }

    @Override
    public Label label(int window) {
        return labels.get(window);
    }

    @Override
    public List<Last> ends() {
        return List.copyOf(ends);
    }

    @Override
    public String encoding() {
        return InputEncoding.of(config, names).toJson();
    }
}
