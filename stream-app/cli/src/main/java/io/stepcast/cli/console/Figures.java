package io.stepcast.cli.console;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them, the same in every locale. */
public final class Figures {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Figures() {}

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * As many decimals as matter on a scale, so that values beside one another line up: {@code 9.51} where values differ by about 8,
     * {@code 1455.2} where they differ by about 50. Millions and more are {@code 931.8M}, {@code 1.25G}.
     *
     * @param scale how far values of this kind lie apart
     */
    public static String value(double value, double scale) {
        double size = Math.abs(value);
        if (size >= 1e12) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        if (size >= 1e9) {
            return String.format(Locale.ROOT, "%.2fG", value / 1e9);
        }
        if (size >= 1e6) {
            return String.format(Locale.ROOT, "%.1fM", value / 1e6);
        }
        String text = String.format(Locale.ROOT, "%." + decimals(scale) + "f", value);
        return text.matches("-0\\.?0*") ? text.substring(1) : text;
    }

    private static int decimals(double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            return 2;
        }
        return Math.min(6, Math.max(0, 2 - (int) Math.floor(Math.log10(scale))));
    }

    /** {@code 12/s}, {@code 1,234/s}, {@code 0.5/s}. */
    public static String rate(double perSecond) {
        return (perSecond < 9.95 ? String.format(Locale.ROOT, "%.1f", perSecond) : count(Math.round(perSecond))) + "/s";
    }

    /** {@code 0:42}, {@code 12:05}, {@code 1:02:03}. */
    public static String clock(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** The time in UTC, the date alone at midnight. */
    public static String time(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        boolean midnight = utc.toLocalTime().toSecondOfDay() == 0;
        return utc.format(midnight ? DATE : DATE_TIME);
    }
}
