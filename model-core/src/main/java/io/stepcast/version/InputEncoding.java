package io.stepcast.version;

import io.stepcast.network.JsonCursor;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowEncoding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How a network's inputs are made from readings; as JSON it stands in every published version.
 *
 * @param window time steps per window
 * @param inputs numbers per time step
 * @param features the features' names, in order; the network's outputs are theirs
 * @param stepMillis the fixed step in milliseconds, 0 for readings at irregular times
 * @param seasonMillis the season in milliseconds, 0 for none
 * @param signature numbers of each row that tell series apart, 0 for none
 */
public record InputEncoding(
        int window, int inputs, List<String> features, long stepMillis, long seasonMillis, int signature) {

    /** The layout's version; a change of {@link WindowEncoding} that old inputs don't fit makes a new one. */
    private static final long FORMAT = 1;

    private static final String LAYOUT =
            "row-major [window, inputs], oldest row first, rows before the series' first all zero; a row "
                    + "holds per feature (x - level) / spread, (x - previous x) / spread, both within 6 of 0, and 1 where x is missing, then "
                    + "the calendar of the step after it, then per feature, where the season is known, twice the step that is usual "
                    + "in the slot after it, in spreads, then the series' signature; the outputs are, per feature, (next x - last known x) / step scale";

    public InputEncoding {
        features = List.copyOf(features);
        if (window < 1 || inputs < 1 || features.isEmpty() || stepMillis < 0 || seasonMillis < 0 || signature < 0) {
            throw new IllegalArgumentException(
                    "an encoding requires at least 1 time step, 1 input and 1 feature and no negative "
                            + "times, got " + window + ", " + inputs + ", " + features.size() + ", step " + stepMillis
                            + " ms and season "
                            + seasonMillis + " ms and signature " + signature);
        }
    }

    /** The encoding of windows kept with a configuration. */
    public static InputEncoding of(WindowConfig config, List<String> features) {
        if (features.size() != config.features()) {
            throw new IllegalArgumentException(
                    "a window of " + config.features() + " features requires as many names, got " + features);
        }
        return new InputEncoding(
                config.length(),
                new WindowEncoding(config).inputs(),
                features,
                config.stepMillis(),
                config.seasonMillis(),
                config.signature());
    }

    /** The configuration of the windows that this encoding is of. */
    public WindowConfig windowConfig() {
        return new WindowConfig(features.size(), window, stepMillis, seasonMillis, signature);
    }

    /** One JSON object. */
    public String toJson() {
        return "{\"format\":" + FORMAT + ",\"window\":" + window + ",\"inputs\":" + inputs + ",\"features\":["
                + features.stream().map(JsonCursor::quote).collect(Collectors.joining(",")) + "],\"stepMillis\":"
                + stepMillis
                + ",\"seasonMillis\":" + seasonMillis + ",\"signature\":" + signature + ",\"layout\":"
                + JsonCursor.quote(LAYOUT) + "}";
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is no such text, or of a newer format
     */
    public static InputEncoding fromJson(String json) {
        Map<String, Object> values = new HashMap<>();
        JsonCursor cursor = new JsonCursor("an encoding", json);
        cursor.object(key -> {
            switch (key) {
                case "features" -> values.put(key, cursor.strings());
                case "layout" -> values.put(key, cursor.string());
                case "format", "window", "inputs", "stepMillis", "seasonMillis", "signature" ->
                    values.put(key, cursor.integer());
                default -> throw new IllegalArgumentException("an encoding of format " + FORMAT + " has no key " + key);
            }
        });
        cursor.end();
        if (number(values, "format") != FORMAT) {
            throw new IllegalArgumentException(
                    "an encoding of format " + FORMAT + " is required, got format " + values.get("format"));
        }
        if (!(values.get("features") instanceof List<?> names)) {
            throw new IllegalArgumentException("an encoding requires features, got " + values.keySet());
        }
        return new InputEncoding(
                Math.toIntExact(number(values, "window")),
                Math.toIntExact(number(values, "inputs")),
                names.stream().map(Objects::toString).toList(),
                number(values, "stepMillis"),
                number(values, "seasonMillis"),
                Math.toIntExact(number(values, "signature")));
    }

    private static long number(Map<String, Object> values, String key) {
        if (!(values.get(key) instanceof Long number)) {
            throw new IllegalArgumentException("an encoding requires " + key + ", got " + values.keySet());
        }
        return number;
    }
}
