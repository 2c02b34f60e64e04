package io.stepcast.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 100 B}, {@code 64 KiB}, {@code 1 MiB}. */
final class Sizes {

    private static final Pattern PATTERN = Pattern.compile("(\\d{1,9}) ?(B|KiB|MiB)");
    private static final int KIBI = 1024;

    private Sizes() {}

    /**
     * In bytes.
     *
     * @throws IllegalArgumentException if the text is not a whole number and a unit, or the size is 2 GiB or more
     */
    static int parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size must be a whole number and B, KiB or MiB, got '" + text + "'");
        }
        long bytes = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a size must be below 2 GiB, got '" + text + "'");
        }
        return (int) bytes;
    }

    /** The size in the largest unit that divides it. */
    static String format(int bytes) {
        for (String name : new String[] {"MiB", "KiB"}) {
            if (bytes != 0 && bytes % unit(name) == 0) {
                return bytes / unit(name) + " " + name;
            }
        }
        return bytes + " B";
    }

    private static int unit(String name) {
        return switch (name) {
            case "B" -> 1;
            case "KiB" -> KIBI;
            case "MiB" -> KIBI * KIBI;
            default -> throw new IllegalArgumentException("a unit of size must be B, KiB or MiB, got " + name);
        };
    }
}
