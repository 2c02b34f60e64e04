package io.stepcast.version;

import io.stepcast.network.JsonCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the inputs of an offline fit are made from rows, with the scale of its training rows; as JSON it stands in the file of weights.
 * Such a network knows nothing of the service's running scales, so the job can't start from it.
 *
 * @param kind of scaling: min-max or standard
 * @param window time steps per window
 * @param features names in order; inputs and outputs are theirs
 * @param scales per feature
 * @param units per feature, what an output of 1 stands for, above 0; shape [features]
 */
public record ScaledEncoding(String kind, int window, List<String> features, List<Scale> scales, double[] units) {

    private static final long FORMAT = 1;
    private static final Pattern KIND = Pattern.compile("\\s*\\{\\s*\"kind\"\\s*:\\s*\"([^\"]*)\".*", Pattern.DOTALL);

    /** Keeps inputs finite in 32 bits, far beyond what a gate can tell apart. */
    private static final double MOST = 1e4;

    private static final String LAYOUT =
            "row-major [window, inputs], oldest row first; a row holds (x - shift) / divisor per feature, within 10000 of 0, where a"
                    + " missing x is the last known one; the outputs are, per feature, (next x - last known x) / unit";

    /**
     * A value x goes in as (x - shift) / divisor.
     *
     * @param divisor above 0
     */
    public record Scale(double shift, double divisor) {

        public Scale {
            if (!Double.isFinite(shift) || !(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a scale requires a finite shift and a finite divisor above 0, got "
                        + shift + " and " + divisor);
            }
        }
    }

    public ScaledEncoding {
        features = List.copyOf(features);
        scales = List.copyOf(scales);
        if (window < 1 || features.isEmpty() || scales.size() != features.size() || units.length != features.size()) {
            throw new IllegalArgumentException(
                    "a scaled encoding requires at least 1 time step and 1 feature, and a scale and a unit for each, got "
                            + window + " time steps, " + features.size() + " features, " + scales.size()
                            + " scales and "
                            + units.length + " units");
        }
    }

    /** Encodes one row of known values, shape [features], into {@code target} from {@code at} on. */
    public void encode(double[] row, float[] target, int at) {
        for (int f = 0; f < row.length; f++) {
            Scale scale = scales.get(f);
            double value = (row[f] - scale.shift) / scale.divisor;
            target[at + f] = (float) Math.max(-MOST, Math.min(MOST, value));
        }
    }

    /** One JSON object. */
    public String toJson() {
        return "{\"kind\":" + JsonCursor.quote(kind) + ",\"format\":" + FORMAT + ",\"window\":" + window
                + ",\"inputs\":"
                + features.size() + ",\"features\":["
                + features.stream().map(JsonCursor::quote).collect(Collectors.joining(",")) + "],\"shift\":"
                + numbers(Scale::shift) + ",\"divisor\":" + numbers(Scale::divisor) + ",\"unit\":"
                + Arrays.stream(units).mapToObj(Double::toString).collect(Collectors.joining(",", "[", "]"))
                + ",\"layout\":" + JsonCursor.quote(LAYOUT) + "}";
    }

    private String numbers(ToDoubleFunction<Scale> number) {
        return scales.stream()
                .map(scale -> Double.toString(number.applyAsDouble(scale)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Whether a text is an encoding of this kind rather than the service's own. */
    public static boolean isOne(String json) {
        return KIND.matcher(json).matches();
    }

    /** The kind that an encoding names: "min-max", "standard", or "the service's own". */
    static String kindOf(String json) {
        Matcher matcher = KIND.matcher(json);
        return matcher.matches() ? matcher.group(1) : "the service's own";
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is no such text, or of a newer format
     */
    public static ScaledEncoding fromJson(String json) {
        Map<String, Object> values = new HashMap<>();
        JsonCursor cursor = new JsonCursor("a scaled encoding", json);
        cursor.object(key -> {
            switch (key) {
                case "kind", "layout" -> values.put(key, cursor.string());
                case "features" -> values.put(key, cursor.strings());
                case "format", "window", "inputs" -> values.put(key, cursor.integer());
                case "shift", "divisor", "unit" -> values.put(key, cursor.numbers());
                default ->
                    throw new IllegalArgumentException("a scaled encoding of format " + FORMAT + " has no key " + key);
            }
        });
        cursor.end();
        if (!Long.valueOf(FORMAT).equals(values.get("format"))) {
            throw new IllegalArgumentException(
                    "a scaled encoding of format " + FORMAT + " is required, got format " + values.get("format"));
        }
        if (!(values.get("window") instanceof Long window) || !(values.get("kind") instanceof String kind)) {
            throw new IllegalArgumentException("a scaled encoding requires kind and window, got " + values.keySet());
        }
        double[] shift = array(values, "shift");
        double[] divisor = array(values, "divisor");
        List<Scale> scales = new ArrayList<>();
        for (int f = 0; f < Math.min(shift.length, divisor.length); f++) {
            scales.add(new Scale(shift[f], divisor[f]));
        }
        List<String> names =
                list(values, "features").stream().map(String::valueOf).toList();
        return new ScaledEncoding(kind, Math.toIntExact(window), names, scales, array(values, "unit"));
    }

    private static double[] array(Map<String, Object> values, String key) {
        return list(values, key).stream()
                .mapToDouble(value -> value instanceof Double number ? number : Double.NaN)
                .toArray();
    }

    private static List<?> list(Map<String, Object> values, String key) {
        if (!(values.get(key) instanceof List<?> list)) {
            throw new IllegalArgumentException("a scaled encoding requires " + key + ", got " + values.keySet());
        }
        return list;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScaledEncoding that && toJson().equals(that.toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
