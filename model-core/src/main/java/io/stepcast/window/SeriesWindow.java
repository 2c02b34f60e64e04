package io.stepcast.window;

import io.stepcast.state.StateArrays;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The rolling window of one series: its last T + 1 rows, its running scale, the profile of its steps over the season, and the input it last predicted from. That input is
 * kept, not made again, so that the network learns from the very numbers it predicted from. Memory: about 4 T (inputs + 4 features) + 12 slots × features
 * bytes, whatever the series' length. Confined to one thread.
 *
 * <p>A missing value (NaN) counts as the last known one, with a mark in the input; before a feature's first value its inputs are
 * zero, its last value is 0, and it has no label. Values beyond ±1e100 are taken as ±1e100, so that squares stay finite.
 */
public final class SeriesWindow {

    private static final StateHeader HEADER = new StateHeader("series window", 1);

    /** The largest value whose square, and sums of it, are far from overflowing. */
    private static final double MOST_VALUE = 1e100;

    /** Keeps a label finite in 32 bits; far beyond what any loss looks at. */
    private static final double MOST_LABEL = 1e6;

    /** Rows that the first usable window stands on, where T allows. */
    private static final int USABLE_ROWS = 2;

    private final WindowConfig config;
    /** Whether the season is known, and with it the slots of the profile. */
    private final boolean profiled;

    private final WindowEncoding encoding;
    private final SeriesCalendar calendar;
    private final RunningScale scale;
    private final StepProfile profile;
    private final RowRing rows;

    private long newestMillis = Long.MIN_VALUE;
    private float @Nullable [] newestInput;

    public SeriesWindow(WindowConfig config) {
        this.config = config;
        profiled = config.slots() > 1;
        encoding = new WindowEncoding(config);
        calendar = new SeriesCalendar(config);
        scale = new RunningScale(config);
        profile = new StepProfile(config);
        rows = new RowRing(config.features(), calendar.width(), config.length() + 1);
    }

    /** Numbers per time step in the network's input. */
    public static int inputs(WindowConfig config) {
        return new WindowEncoding(config).inputs();
    }

    /** The configuration this window was made with. */
    public WindowConfig config() {
        return config;
    }

    /**
     * Takes the next reading of the series, in the order of arrival.
     *
     * @throws IllegalArgumentException if it has another number of features
     */
    public Arrival add(Reading reading) {
        if (reading.values().length != config.features()) {
            throw new IllegalArgumentException("a reading of " + reading.series() + " must have " + config.features()
                    + " features, got " + reading.values().length);
        }
        if (rows.size() > 0 && reading.eventTimeMillis() <= newestMillis) {
            return new Arrival.Late(newestMillis);
        }
        double[] observed = limited(reading.values());
        float[] inputBefore = newestInput;
        float[] label = label(observed);
        LabelledWindow labelled = inputBefore == null ? null : new LabelledWindow(inputBefore, windowSteps(), label);
        if (profiled) {
            int slot = config.slot(reading.eventTimeMillis());
            for (int f = 0; f < label.length; f++) {
                profile.learn(f, slot, label[f]);
            }
        }
        append(observed, reading.eventTimeMillis());
        if (rows.size() < USABLE_ROWS) {
            return new Arrival.Warming();
        }
        float[] input = encoding.encode(rows, scale, SeriesSignature.of(reading.series(), config.signature()));
        newestInput = input;
        return new Arrival.Advanced(step(reading.series(), observed, input, labelled));
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

    private void append(double[] observed, long eventTimeMillis) {
        rows.advance();
        for (int f = 0; f < observed.length; f++) {
            boolean missing = Double.isNaN(observed[f]);
            if (!missing) {
                scale.update(f, observed[f]);
            }
            rows.set(f, scale.seen(f) ? scale.last(f) : Double.NaN, missing);
        }
        if (profiled) {
            int slot = config.slot(eventTimeMillis + config.stepMillis());
            for (int f = 0; f < observed.length; f++) {
                rows.setExpected(f, (float) (profile.expected(f, slot) * scale.stepScale(f) / scale.spread(f)));
            }
        }
        rows.setCalendar(calendar, eventTimeMillis + config.stepMillis());
        newestMillis = eventTimeMillis;
    }

    /** Real time steps of the newest window. */
    private int windowSteps() {
        return Math.min(rows.size(), config.length());
    }

    private WindowStep step(String series, double[] observed, float[] input, @Nullable LabelledWindow labelled) {
        int features = config.features();
        double[] last = new double[features];
        double[] spread = new double[features];
        double[] stepScale = new double[features];
        for (int f = 0; f < features; f++) {
            last[f] = scale.last(f);
            spread[f] = scale.spread(f);
            stepScale[f] = scale.stepScale(f);
        }
        long target = config.stepMillis() > 0 ? newestMillis + config.stepMillis() : WindowStep.NO_TARGET_TIME;
        return new WindowStep(
                series, newestMillis, target, windowSteps(), observed, last, spread, stepScale, input, labelled);
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        config.write(out);
        out.writeLong(newestMillis);
        scale.write(out);
        profile.write(out);
        rows.write(out);
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
        window.newestMillis = in.readLong();
        window.scale.restore(in);
        window.profile.restore(in);
        window.rows.restore(in);
        if (in.readBoolean()) {
            float[] input = new float[window.config.length() * window.encoding.inputs()];
            StateArrays.readFloats(in, input);
            window.newestInput = input;
        }
        return window;
    }
}
