package io.stepcast.window;

/**
 * The network's input: row-major [time, inputs], oldest row first, rows before the series' first all zero. A row s holds, per
 * feature, (x_s - level) / spread and (x_s - x_(s-1)) / spread, each within ±{@value #MOST}, and 1 where x_s is missing; then the
 * calendar of the step after s (of s itself in a series without a fixed step); then, where the season is known, twice the step that
 * the slot's profile expected after s, in spreads; then, in a series without a fixed step, ln(time since the row before s / usual
 * time) within ±{@value #MOST} (0 where there is no such row) and ln(1 + age of s / usual time), at most {@value #MOST}; then the
 * series' signature. Level, spread and usual time are those after the newest row.
 */
public final class WindowEncoding {

    private static final int PER_FEATURE = 3;
    /** Time since the row before, and age. */
    private static final int TIMES = 2;

    private static final double MOST = 6;
    /** Makes the profile as large as the other inputs. */
    private static final double PROFILE_WEIGHT = 2;

    private final WindowConfig config;
    private final int inputs;
    private final SeriesCalendar calendar;
    private final boolean profiled;

    public WindowEncoding(WindowConfig config) {
        this.config = config;
        calendar = new SeriesCalendar(config);
        profiled = config.slots() > 1;
        inputs = timesAt() + (config.regular() ? 0 : TIMES) + config.signature();
    }

    /** Numbers per row. */
    public int inputs() {
        return inputs;
    }

    private int profileAt() {
        return PER_FEATURE * config.features() + calendar.width();
    }

    private int timesAt() {
        return profileAt() + (profiled ? config.features() : 0);
    }

    /** Numbers of a row's calendar. */
    public int calendarWidth() {
        return calendar.width();
    }

    /**
     * Checks an input's length.
     *
     * @throws IllegalArgumentException if it was not made with this configuration
     */
    public void require(float[] input) {
        if (input.length != config.length() * inputs) {
            throw new IllegalArgumentException("the input of " + config + " must hold " + config.length() + " × "
                    + inputs + " numbers, got " + input.length);
        }
    }

    /** The newest row's (x - level) / spread of a feature, within ±{@value #MOST}. */
    public double level(float[] input, int feature) {
        return input[input.length - inputs + PER_FEATURE * feature];
    }

    /** The place within a row of a feature's (x - level) / spread. */
    public int levelColumn(int feature) {
        return PER_FEATURE * feature;
    }

    /** The place within a row of a feature's (x - previous x) / spread. */
    public int stepColumn(int feature) {
        return PER_FEATURE * feature + 1;
    }

    /** Copies the newest row's calendar: that of the step to predict. */
    public void copyCalendar(float[] input, double[] into, int offset) {
        int from = input.length - inputs + PER_FEATURE * config.features();
        for (int i = 0; i < calendarWidth(); i++) {
            into[offset + i] = input[from + i];
        }
    }

    /** The step that the slot's profile expects of a feature, in spreads; 0 where the season is unknown. */
    public double profile(float[] input, int feature) {
        return profiled ? input[input.length - inputs + profileAt() + feature] / PROFILE_WEIGHT : 0;
    }

    float[] encode(RowRing rows, SeriesScale scale, StepIntervals intervals, float[] signature) {
        float[] input = new float[config.length() * inputs];
        int real = Math.min(rows.size(), config.length());
        for (int age = 0; age < real; age++) {
            int at = input.length - (age + 1) * inputs;
            for (int feature = 0; feature < config.features(); feature++) {
                double value = rows.value(age, feature);
                double before = age + 1 < rows.size() ? rows.value(age + 1, feature) : Double.NaN;
                double spread = scale.spread(feature);
                input[at] = (float) Clip.clip((value - scale.level(feature)) / spread, MOST);
                input[at + 1] = (float) Clip.clip((value - before) / spread, MOST);
                input[at + 2] = rows.missing(age, feature) ? 1 : 0;
                at += PER_FEATURE;
            }
            rows.copyCalendar(age, input, at);
            System.arraycopy(signature, 0, input, input.length - age * inputs - signature.length, signature.length);
            at += calendar.width();
            for (int feature = 0; profiled && feature < config.features(); feature++) {
                input[at + feature] = (float) Clip.clip(PROFILE_WEIGHT * rows.expected(age, feature), MOST);
            }
            if (!config.regular()) {
                int times = input.length - (age + 1) * inputs + timesAt();
                boolean first = age + 1 == rows.size();
                input[times] = first ? 0 : intervals.relative(rows.time(age) - rows.time(age + 1));
                input[times + 1] = intervals.age(rows.time(0) - rows.time(age));
            }
        }
        return input;
    }
}
