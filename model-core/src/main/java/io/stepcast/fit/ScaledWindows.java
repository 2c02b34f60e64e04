package io.stepcast.fit;

import io.stepcast.version.ScaledEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Sliding windows over scaled rows: of each series every window of T rows, with the row after it as label. The scale is that of the
 * training rows alone. A missing value counts as the last known one in a window and is no label; windows that begin before a feature's
 * first value, or whose label has none at all, are left out. Memory: about 4 (features + 4) + 20 × features bytes per row, whatever
 * the windows' length.
 */
public final class ScaledWindows implements FitWindows {

    /** The largest value whose square, and sums of it, are far from overflowing. */
    private static final double MOST_VALUE = 1e100;

    /** Keeps labels finite in 32 bits. */
    private static final double MOST_LABEL = 1e6;

    private final int length;
    private final int features;
    private final Split split;
    private final ScaledEncoding encoding;
    /** Per series its scaled rows, shape [rows, features]. */
    private final List<float[]> scaled = new ArrayList<>();

    private final List<Place> places;
    private final List<Label> labels = new ArrayList<>();
    private final List<Last> ends = new ArrayList<>();

    /** A window's label: row {@code row} of series number {@code series}. */
    private record Place(int series, int row) {}

    /** A series' values, limited, and the last known ones at each row. */
    private record Rows(FitSeries series, double[][] observed, double[][] known, int complete) {}

    private ScaledWindows(
            List<Rows> rows, List<String> names, int length, Scaling scaling, List<Place> places, Split split) {
        this.length = length;
        this.features = names.size();
        this.places = places;
        this.split = split;
        encoding = encoding(rows, names, scaling);
        double[] unit = encoding.units();
        for (Rows series : rows) {
            scaled.add(scaled(series));
        }
        for (Place place : places) {
            Rows series = rows.get(place.series);
            double[] last = series.known[place.row - 1];
            labels.add(new Label(
                    series.series.name(),
                    series.series.times()[place.row],
                    step(series.observed[place.row], last, unit),
                    series.observed[place.row],
                    last,
                    unit));
        }
        for (int s = 0; s < rows.size(); s++) {
            Rows series = rows.get(s);
            int from = series.series.rows() - length;
            if (from >= series.complete) {
                float[] input = new float[length * features];
                System.arraycopy(scaled.get(s), from * features, input, 0, input.length);
                ends.add(new Last(series.series.name(), input, length, series.known[from + length - 1], unit));
            }
        }
    }

    /**
     * Cuts windows from series.
     *
     * @param names of the features
     * @param length time steps per window, at least 1
     * @param shares for so many windows
     * @throws TooFewRowsException if a part that is asked for would be empty
     */
    public static ScaledWindows of(
            List<FitSeries> series, List<String> names, int length, Scaling scaling, IntFunction<Shares> shares) {
        List<Rows> rows = series.stream().map(ScaledWindows::rows).toList();
        List<Place> places = new ArrayList<>();
        for (int s = 0; s < rows.size(); s++) {
            for (int row = rows.get(s).complete + length;
                    row < rows.get(s).series.rows();
                    row++) {
                if (hasValue(rows.get(s).observed[row])) {
                    places.add(new Place(s, row));
                }
            }
        }
        long[] times = places.stream()
                .mapToLong(place -> rows.get(place.series).series.times()[place.row])
                .toArray();
        int longest = series.stream().mapToInt(FitSeries::rows).max().orElse(0);
        Split split =
                Split.of(times, shares.apply(times.length), new TooFewRowsException.Source(length, length, longest));
        return new ScaledWindows(rows, names, length, scaling, places, split);
    }

    private static Rows rows(FitSeries series) {
        double[][] observed = new double[series.rows()][];
        double[][] known = new double[series.rows()][];
        int complete = series.rows();
        for (int row = 0; row < observed.length; row++) {
            observed[row] = series.values()[row].clone();
            known[row] = row == 0 ? new double[observed[row].length] : known[row - 1].clone();
            boolean all = true;
            for (int f = 0; f < known[row].length; f++) {
                observed[row][f] = Math.max(-MOST_VALUE, Math.min(MOST_VALUE, observed[row][f]));
                if (row == 0 || !Double.isNaN(observed[row][f])) {
                    known[row][f] = observed[row][f];
                }
                all &= !Double.isNaN(known[row][f]);
            }
            complete = all ? Math.min(complete, row) : complete;
        }
        return new Rows(series, observed, known, complete);
    }

    private static boolean hasValue(double[] values) {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    private static float[] step(double[] observed, double[] last, double[] unit) {
        float[] step = new float[observed.length];
        for (int f = 0; f < step.length; f++) {
            // NaN stays NaN.
            step[f] = (float) Math.max(-MOST_LABEL, Math.min(MOST_LABEL, (observed[f] - last[f]) / unit[f]));
        }
        return step;
    }

    /** The scales of the rows up to each series' last training label, and the root mean square of the training labels' steps. */
    private ScaledEncoding encoding(List<Rows> rows, List<String> names, Scaling scaling) {
        int[] trainedRows = new int[rows.size()];
        double[] squares = new double[features];
        int[] steps = new int[features];
        for (int window : split.training()) {
            Place place = places.get(window);
            trainedRows[place.series] = Math.max(trainedRows[place.series], place.row + 1);
            Rows series = rows.get(place.series);
            for (int f = 0; f < features; f++) {
                double step = series.observed[place.row][f] - series.known[place.row - 1][f];
                if (!Double.isNaN(step)) {
                    squares[f] += step * step;
                    steps[f]++;
                }
            }
        }
        List<ScaledEncoding.Scale> scales = new ArrayList<>();
        double[] units = new double[features];
        for (int f = 0; f < features; f++) {
            scales.add(scaling.of(values(rows, trainedRows, f)));
            units[f] = squares[f] > 0
                    ? Math.sqrt(squares[f] / steps[f])
                    : scales.get(f).divisor();
        }
        return new ScaledEncoding(scaling.word(), length, names, scales, units);
    }

    private static double[] values(List<Rows> rows, int[] counts, int feature) {
        List<Double> values = new ArrayList<>();
        for (int s = 0; s < counts.length; s++) {
            for (int row = 0; row < counts[s]; row++) {
                double value = rows.get(s).observed[row][feature];
                if (!Double.isNaN(value)) {
                    values.add(value);
                }
            }
        }
        return values.stream().mapToDouble(value -> value).toArray();
    }

    private float[] scaled(Rows rows) {
        float[] target = new float[Math.multiplyExact(rows.known.length, features)];
        for (int row = 0; row < rows.known.length; row++) {
            encoding.encode(rows.known[row], target, row * features);
        }
        return target;
    }

    @Override
    public int size() {
        return places.size();
    }

    @Override
    public int time() {
        return length;
    }

    @Override
    public int inputs() {
        return features;
    }

    @Override
    public int outputs() {
        return features;
    }

    @Override
    public Split split() {
        return split;
    }

    @Override
    public void input(int window, float[] target, int at) {
        Place place = places.get(window);
        int from = (place.row - length) * features;
        System.arraycopy(scaled.get(place.series), from, target, at, length * features);
    }

    @Override
    public int steps(int window) {
        return length;
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
        return encoding.toJson();
    }
}
