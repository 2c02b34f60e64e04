package io.stepcast.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 20 ms}, {@code 5 s}, {@code 10 min}, {@code 1 h}, {@code 7 d}. */
public final class Durations {

    private static final Pattern PATTERN = Pattern.compile("(\\d{1,12}) ?(ms|s|min|h|d)");

    private Durations() {}

    /**
     * @throws IllegalArgumentException if the text is not a whole number and a unit
     */
    public static Duration parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a duration must be a whole number and ms, s, min, h or d, got '" + text + "'");
        }
        long amount = Long.parseLong(matcher.group(1));
        return Duration.of(amount, unit(matcher.group(2)));
    }

    /** The duration in the largest unit that divides it: {@code 90 min}, not {@code 1.5 h}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0) {
            for (String name : new String[] {"d", "h", "min", "s"}) {
                long unitMillis = unit(name).getDuration().toMillis();
                if (millis % unitMillis == 0) {
                    return millis / unitMillis + " " + name;
                }
            }
        }
        return millis + " ms";
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "min" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> throw new IllegalArgumentException("a unit of time must be ms, s, min, h or d, got " + name);
        };
    }
}
