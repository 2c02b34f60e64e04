package io.stepcast.config;

import io.stepcast.config.EventTimeConfig.TimestampSource;
import org.jspecify.annotations.Nullable;

/** Where timestamps are, as the file says it: {@code record}, {@code kafka} or {@code header:<name>}. */
record TimestampPlace(TimestampSource source, @Nullable String header) {

    private static final String HEADER = "header:";

    static TimestampPlace of(String text) {
        if (text.startsWith(HEADER) && text.length() > HEADER.length()) {
            return new TimestampPlace(TimestampSource.HEADER, text.substring(HEADER.length()));
        }
        return switch (text) {
            case "record" -> new TimestampPlace(TimestampSource.RECORD, null);
            case "kafka" -> new TimestampPlace(TimestampSource.KAFKA, null);
            default -> throw new IllegalArgumentException("no source of timestamps: " + text);
        };
    }
}
