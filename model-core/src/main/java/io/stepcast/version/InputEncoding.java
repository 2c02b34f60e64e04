package io.stepcast.version;

import io.stepcast.network.JsonCursor;
import io.stepcast.window.CalendarField;
import io.stepcast.window.Scaling;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowEncoding;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a network's inputs are made from readings; as JSON it stands in every published version.
 *
 * @param features the features' names, in order; the network's outputs are theirs
 * @param inputs numbers per time step
 * @param windowConfig all that shapes the windows
 */
public record InputEncoding(List<String> features, int inputs, WindowConfig windowConfig) {

    /** The layout's version; a change of {@link WindowEncoding} that old inputs don't fit makes a new one. */
    private static final long FORMAT = 1;

    private static final String LAYOUT = """
            row-major [window, inputs], oldest row first, rows before the series' first (or its first after a gap of more than maxGap \
            steps) all zero. A row holds: per feature (x - level) / spread, (x - x of the row before) / spread, both within 6 of 0, and \
            1 where x is missing, else 0, a missing x being the last known one; then sine and cosine of the calendar on the zone's \
            clock, of the step after the row (stepMillis > 0) or of the row itself (stepMillis = 0): the season's harmonics 1 to 4 where \
            seasonMillis > 0, then the calendar's fields (hour: phase of the day; weekday: of the week in whole days from Monday; \
            day-of-year: of 365.2425 days from 1970-01-01); then, where both step and season are known, per feature twice the step that \
            is usual in the slot after the row, in spreads, within 6 of 0; then, where stepMillis = 0, ln(time since the row before / \
            usual time) within 6 of 0 and ln(1 + age / usual time), at most 6, the usual time being a running geometric mean; then the \
            signature: as many numbers hashed from the series' name. Up to maxGap missing steps in a row are rows of missing values. Level and \
            spread, after the newest row: running mean and standard deviation (running), middle and half width of the range (min-max), or \
            mean and standard deviation of the window's known values (window). The outputs are, per feature, (next x - last known x) \
            / step scale, the running root mean square of steps.\
            """;

    public InputEncoding {
        features = List.copyOf(features);
        if (inputs < 1 || features.size() != windowConfig.features()) {
            throw new IllegalArgumentException("an encoding requires at least 1 input, and a window of "
                    + windowConfig.features() + " features requires as many names, got " + inputs + " inputs and "
                    + features);
        }
    }

    /** The encoding of windows kept with a configuration. */
    public static InputEncoding of(WindowConfig config, List<String> features) {
        return new InputEncoding(features, new WindowEncoding(config).inputs(), config);
    }

    /** Time steps per window. */
    public int window() {
        return windowConfig.length();
    }

    /** One JSON object. */
    public String toJson() {
        return "{\"format\":" + FORMAT
                + ",\"window\":" + windowConfig.length()
                + ",\"inputs\":" + inputs
                + ",\"features\":" + array(features)
                + ",\"stepMillis\":" + windowConfig.stepMillis()
                + ",\"maxGap\":" + windowConfig.maxGap()
                + ",\"seasonMillis\":" + windowConfig.seasonMillis()
                + ",\"calendar\":"
                + array(windowConfig.calendar().stream()
                        .map(InputEncoding::word)
                        .toList())
                + ",\"zone\":" + JsonCursor.quote(zone(windowConfig.zone()))
                + ",\"scaling\":" + JsonCursor.quote(word(windowConfig.scaling()))
                + ",\"signature\":" + windowConfig.signature()
                + ",\"layout\":" + JsonCursor.quote(LAYOUT) + "}";
    }

    private static String array(List<String> texts) {
        return texts.stream().map(JsonCursor::quote).collect(Collectors.joining(",", "[", "]"));
    }

    private static String zone(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is no such text, or of a newer format
     */
    public static InputEncoding fromJson(String json) {
        Map<String, Long> numbers = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        Map<String, List<String>> lists = new HashMap<>();
        JsonCursor cursor = new JsonCursor("an encoding", json);
        cursor.object(key -> {
            switch (key) {
                case "features", "calendar" -> lists.put(key, cursor.strings());
                case "zone", "scaling", "layout" -> texts.put(key, cursor.string());
                case "format", "window", "inputs", "stepMillis", "maxGap", "seasonMillis", "signature" ->
                    numbers.put(key, cursor.integer());
                default -> throw new IllegalArgumentException("an encoding of format " + FORMAT + " has no key " + key);
            }
        });
        cursor.end();
        if (get(numbers, "format") != FORMAT) {
            throw new IllegalArgumentException(
                    "an encoding of format " + FORMAT + " is required, got format " + get(numbers, "format"));
        }
        List<String> features = get(lists, "features");
        try {
            WindowConfig config = new WindowConfig(
                    features.size(),
                    Math.toIntExact(get(numbers, "window")),
                    get(numbers, "stepMillis"),
                    get(numbers, "seasonMillis"),
                    Math.toIntExact(get(numbers, "signature")),
                    Math.toIntExact(get(numbers, "maxGap")),
                    get(lists, "calendar").stream()
                            .map(field -> constant(CalendarField.class, field))
                            .toList(),
                    constant(Scaling.class, get(texts, "scaling")),
                    ZoneId.of(get(texts, "zone")));
            return new InputEncoding(features, Math.toIntExact(get(numbers, "inputs")), config);
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException("an encoding's values must be within their range: " + e.getMessage(), e);
        }
    }

    private static <T> T get(Map<String, T> values, String key) {
        T value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("an encoding requires " + key);
        }
        return value;
    }
}
