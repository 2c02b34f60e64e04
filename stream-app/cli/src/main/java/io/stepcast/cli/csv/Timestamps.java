package io.stepcast.cli.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Timestamps as CSV files have them: {@code 2012-01-31}, {@code 2012-01-31T06:00Z}, {@code 2012-01-31 06:00:00}, {@code 1/31/2012
 * 6:00} (month first), seconds or milliseconds since 1970.
 */
public final class Timestamps {

    private static final Pattern EPOCH = Pattern.compile("-?\\d{1,15}");
    /** Larger numbers are milliseconds: as seconds they would lie beyond the year 5138. */
    private static final long LARGEST_SECONDS = 99_999_999_999L;

    private static final List<DateTimeFormatter> FORMATS =
            List.of(format("uuuu-MM-dd[['T'][ ]HH:mm[:ss]]", true), format("M/d/uuuu[ H:mm[:ss]]", false));

    private final ZoneId zone;

    /** @param zone of timestamps that name none */
    public Timestamps(ZoneId zone) {
        this.zone = zone;
    }

    /** @throws IllegalArgumentException that says what is required and what came */
    public Instant parse(String text) {
        if (EPOCH.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return Math.abs(number) > LARGEST_SECONDS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        }
        return FORMATS.stream()
                .map(format -> tryParse(format, text))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () -> new CellException("a timestamp must look like 2012-01-31, 2012-01-31T06:00Z, 2012-01-31"
                                + " 06:00:00, 1/31/2012 6:00, or be seconds or milliseconds since 1970, got '" + text
                                + "'"));
    }

    private Optional<Instant> tryParse(DateTimeFormatter format, String text) {
        try {
            return Optional.of(
                    instant(format.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Instant instant(TemporalAccessor parsed) {
        if (parsed instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (parsed instanceof LocalDateTime local) {
            return local.atZone(zone).toInstant();
        }
        return LocalDate.from(parsed).atStartOfDay(zone).toInstant();
    }

    private static DateTimeFormatter format(String pattern, boolean offset) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                .optionalEnd();
        if (offset) {
            builder.appendPattern("[ ][XXX][XX][X]");
        }
        return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}
