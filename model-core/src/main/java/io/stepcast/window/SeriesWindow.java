package io.stepcast.window;

import io.stepcast.state.StateArrays;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rolling window of one series: its last T + 1 rows, its scale, the profile of its steps over the season, and the input it last
 * predicted from. That input is kept, not made again, so that the network learns from the very numbers it predicted from. Confined to
 * one thread.
 *
 * <p>A missing value (NaN) counts as the last known one, with a mark in the input; before a feature's first value its inputs are
 * zero, its last value is 0, and it has no label. Values beyond ±1e100 are taken as ±1e100, so that squares stay finite.
 *
 * <p>In a series with a fixed step, a reading's time step is told by its distance from the newest row, rounded to whole steps: it may
 * come up to half a step early, or up to less than half a step late, by the clock of the row before it. A second reading of the same
 * step is a duplicate. Time steps that nothing came for, up to {@link WindowConfig#maxGap} in a row, become rows of their own, all of
 * whose values are missing: they have their place in the calendar and in the profile and teach neither scale nor profile. After a
 * longer gap the rows are forgotten and the window begins anew; scale and profile stay.
 *
 * <p>Memory: a full window's state has about 4 T i + T (13 f + 4 c + 8) + (12 s + 50) f bytes, for T time steps, f features, i inputs per
 * time step, c calendar numbers of them, and s slots of the season. With T = 8 and a signature of 16 that is 1.9 kB for one hourly
 * feature with a daily season, 5.4 kB for seven; at 96 slots 2.7 and 11.3 kB; without a step 1.4 and 3.0 kB. It never grows.
 */
public final class SeriesWindow {

    private static final StateHeader HEADER = new StateHeader("series window", 1);

    /** The largest value whose square, and sums of it, are far from overflowing. */
    private static final double MOST_VALUE = 1e100;

    /** Keeps a label finite in 32 bits; far beyond what any loss looks at. */
    private static final double MOST_LABEL = 1e6;

    /** Rows that the first usable window stands on, where T allows. */
    private static final int USABLE_ROWS = 2;

    private WindowConfig config;
    /** Whether the season is known, and with it the slots of the profile. */
    private final boolean profiled;

    private final WindowEncoding encoding;
    private final SeriesCalendar calendar;
    private final SeriesScale scale;
    private final StepIntervals intervals = new StepIntervals();
    private final StepProfile profile;
    private final RowRing rows;

    private float @Nullable [] newestInput;
    /** Whether rows were forgotten since the last step went out. */
    private boolean restarted;

    public SeriesWindow(WindowConfig config) {
        this.config = config;
        profiled = config.slots() > 1;
        encoding = new WindowEncoding(config);
        calendar = new SeriesCalendar(config);
        scale = new SeriesScale(config);
        profile = new StepProfile(config);
        rows = new RowRing(config.features(), calendar.width(), config.length() + 1);
    }

    /** Numbers per time step in the network's input. */
    public static int inputs(WindowConfig config) {
        return new WindowEncoding(config).inputs();
    }

    /** The configuration that this window goes on with. */
    public WindowConfig config() {
        return config;
    }

    /** Goes on filling gaps of up to so many steps; the one thing that may change. */
    public void allowGap(int steps) {
        config = config.withMaxGap(steps);
    }

    /**
     * Takes the next reading of the series, in the order of arrival.
     *
     * @return {@link Arrival.Advanced}, {@link Arrival.Warming}, or {@link Arrival.Late} or {@link Arrival.Duplicate}, which change nothing
     * @throws IllegalArgumentException if it has another number of features
     */
    public Arrival add(Reading reading) {
        requireFeatures(reading);
        List<WindowStep> steps = new ArrayList<>();
        if (rows.size() > 0) {
            long newest = rows.time(0);
            long distance = config.stepsBetween(newest, reading.eventTimeMillis());
            if (distance <= 0) {
                return distance < 0 ? new Arrival.Late(newest) : new Arrival.Duplicate(newest);
            }
            if (distance - 1 > config.maxGap()) {
                restart();
            }
            for (long missing = distance - 1; missing > 0 && rows.size() > 0; missing--) {
                fill(reading.series(), steps);
            }
        }
        double[] observed = limited(reading.values());
        float[] label = label(observed);
        LabelledWindow labelled = newestInput == null ? null : new LabelledWindow(newestInput, windowSteps(), label);
        learnProfile(reading.eventTimeMillis(), label);
        append(observed, reading.eventTimeMillis());
        if (rows.size() < USABLE_ROWS) {
            return new Arrival.Warming();
        }
        steps.add(step(reading.series(), observed, labelled, false));
        return new Arrival.Advanced(steps);
    }

    private void requireFeatures(Reading reading) {
        if (reading.values().length != config.features()) {
            throw new IllegalArgumentException("a reading of " + reading.series() + " must have " + config.features()
                    + " features, got " + reading.values().length);
        }
    }

    private void restart() {
        rows.clear();
        newestInput = null;
        restarted = true;
    }

    private void fill(String series, List<WindowStep> steps) {
        double[] nothing = new double[config.features()];
        Arrays.fill(nothing, Double.NaN);
        append(nothing, rows.time(0) + config.stepMillis());
        if (rows.size() >= USABLE_ROWS) {
            steps.add(step(series, nothing, null, true));
        }
    }

    /**
     * Corrects the row of a reading's time step while it is in the window, a filled one too. Its present values take the row's place,
     * and where the row's value was the last known one, that of the rows after it; a missing value leaves the row's as it is. The next
     * input shows the correction, and the next label is relative to it, with the input before it encoded anew. What scale, profile,
     * network and forecaster have learnt stays, and so does what the profile expects in the rows.
     *
     * @return {@link Arrival.Replaced}; or {@link Arrival.TooOld} or, in a series without a fixed step, {@link Arrival.Late} where
     *     there is no row of that moment, which change nothing
     * @throws IllegalArgumentException if it is newer than the newest row or has another number of features
     */
    public Arrival replace(Reading reading) {
        requireFeatures(reading);
        if (rows.size() == 0 || config.stepsBetween(rows.time(0), reading.eventTimeMillis()) > 0) {
            throw new IllegalArgumentException("a correction of " + reading.series()
                    + " must be of a time step that has come, got " + reading.eventTimeMillis());
        }
        int age = 0;
        while (age < rows.size() && config.stepsBetween(rows.time(age), reading.eventTimeMillis()) < 0) {
            age++;
        }
        if (age == rows.size()) {
            return new Arrival.TooOld(rows.time(age - 1));
        }
        if (config.stepsBetween(rows.time(age), reading.eventTimeMillis()) > 0) {
            return new Arrival.Late(rows.time(0));
        }
        double[] values = limited(reading.values());
        for (int f = 0; f < values.length; f++) {
            if (!Double.isNaN(values[f])) {
                correct(age, f, values[f]);
            }
        }
        scale.refresh(rows);
        if (newestInput != null) {
            newestInput = encode(reading.series());
        }
        return new Arrival.Replaced();
    }

    private void correct(int age, int feature, double value) {
        if (!scale.seen(feature)) {
            scale.update(feature, value, false);
        }
        rows.set(age, feature, value, false);
        int after = age - 1;
        while (after >= 0 && rows.missing(after, feature)) {
            rows.set(after, feature, value, true);
            after--;
        }
        if (after < 0) {
            scale.correctLast(feature, value);
        }
    }

    private static double[] limited(double[] values) {
        double[] observed = values.clone();
        for (int i = 0; i < observed.length; i++) {
            observed[i] = Double.isNaN(observed[i]) ? Double.NaN : Clip.clip(observed[i], MOST_VALUE);
        }
        return observed;
    }

    /** The step from the last known values, in step scales; NaN where either end of it is unknown. */
    private float[] label(double[] observed) {
        float[] label = new float[observed.length];
        for (int f = 0; f < observed.length; f++) {
            boolean known = scale.seen(f) && !Double.isNaN(observed[f]);
            label[f] = known
                    ? (float) Clip.clip((observed[f] - scale.last(f)) / scale.stepScale(f), MOST_LABEL)
                    : Float.NaN;
        }
        return label;
    }

    private void learnProfile(long eventTimeMillis, float[] label) {
        if (profiled) {
            int slot = config.slot(eventTimeMillis);
            for (int f = 0; f < label.length; f++) {
                if (follows(f)) {
                    profile.learn(f, slot, label[f]);
                }
            }
        }
    }

    /** Whether the newest known value of a feature is that of the newest row, so that the next one's difference to it is a step. */
    private boolean follows(int feature) {
        return rows.size() > 0 && !rows.missing(0, feature);
    }

    private void append(double[] observed, long eventTimeMillis) {
        boolean[] follows = new boolean[observed.length];
        for (int f = 0; f < observed.length; f++) {
            follows[f] = follows(f);
        }
        if (!config.regular() && rows.size() > 0) {
            intervals.update(eventTimeMillis - rows.time(0));
        }
        rows.advance(eventTimeMillis);
        for (int f = 0; f < observed.length; f++) {
            boolean missing = Double.isNaN(observed[f]);
            if (!missing) {
                scale.update(f, observed[f], follows[f]);
            }
            rows.set(0, f, scale.seen(f) ? scale.last(f) : Double.NaN, missing);
        }
        scale.refresh(rows);
        if (profiled) {
            int slot = config.slot(eventTimeMillis + config.stepMillis());
            for (int f = 0; f < observed.length; f++) {
                double step = profile.expected(f, slot) * scale.stepScale(f) / scale.spread(f);
                boolean stale = rows.missing(0, f) && rows.size() > 1;
                rows.setExpected(f, (float) (stale ? rows.expected(1, f) + step : step));
            }
        }
        rows.setCalendar(calendar, eventTimeMillis + config.stepMillis());
    }

    /** Real time steps of the newest window. */
    private int windowSteps() {
        return Math.min(rows.size(), config.length());
    }

    private int emptySteps() {
        int empty = 0;
        for (int age = windowSteps() - 1; age >= 0; age--) {
            boolean any = false;
            for (int f = 0; f < config.features(); f++) {
                any |= !rows.missing(age, f);
            }
            empty += any ? 0 : 1;
        }
        return empty;
    }

    private float[] encode(String series) {
        return encoding.encode(rows, scale, intervals, SeriesSignature.of(series, config.signature()));
    }

    private WindowStep step(String series, double[] observed, @Nullable LabelledWindow labelled, boolean filled) {
        int features = config.features();
        double[] last = new double[features];
        double[] spread = new double[features];
        double[] stepScale = new double[features];
        for (int f = 0; f < features; f++) {
            last[f] = scale.last(f);
            spread[f] = scale.spread(f);
            stepScale[f] = scale.stepScale(f);
        }
        long newest = rows.time(0);
        long target = config.regular() ? newest + config.stepMillis() : WindowStep.NO_TARGET_TIME;
        float[] input = encode(series);
        boolean first = restarted;
        newestInput = input;
        restarted = false;
        return new WindowStep(
                series,
                newest,
                target,
                windowSteps(),
                emptySteps(),
                observed,
                last,
                spread,
                stepScale,
                input,
                labelled,
                filled,
                first);
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        config.write(out);
        scale.write(out);
        intervals.write(out);
        profile.write(out);
        rows.write(out);
        out.writeBoolean(restarted);
        float[] input = newestInput;
        out.writeBoolean(input != null);
        if (input != null) {
            StateArrays.writeFloats(out, input);
        }
    }

    /**
     * Reads what {@link #write} wrote, continuing exactly.
     *
     * @throws UnreadableStateException if the bytes are no window's state, or a newer version wrote them
     */
    public static SeriesWindow read(DataInput in) throws IOException {
        HEADER.read(in);
        SeriesWindow window = new SeriesWindow(WindowConfig.read(in));
        window.scale.restore(in);
        window.intervals.restore(in);
        window.profile.restore(in);
        window.rows.restore(in);
        window.scale.refresh(window.rows);
        window.restarted = in.readBoolean();
        if (in.readBoolean()) {
            float[] input = new float[window.config.length() * window.encoding.inputs()];
            StateArrays.readFloats(in, input);
            window.newestInput = input;
        }
        return window;
    }
}
