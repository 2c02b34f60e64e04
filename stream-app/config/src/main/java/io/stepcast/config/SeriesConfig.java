package io.stepcast.config;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a series is.
 *
 * @param format whether the records are Stepcast's own {@code Reading} or the user's own Avro record; the latter when {@code key} or
 *     {@code timestamp} is set
 * @param key field of the user's record that names the series; null for {@code Reading}
 * @param timestamp field of the user's record that holds the event time; null for {@code Reading}, and where the record does not
 *     hold it
 * @param features names of the features in order; with a record of the user's own, its fields
 * @param step the fixed step, or null for readings at irregular times
 * @param season the season, or null for none ({@code auto} is resolved by the loader: a day for steps under 12 h, a week for daily
 *     steps, none otherwise)
 * @param maxGap missing steps in a row that are filled in a series with a fixed step ({@code max-gap}, 3)
 * @param calendar what each row tells of its moment beside the season, or null for {@code auto}, which depends on the step
 * @param zone whose clock tells season and calendar ({@code UTC})
 * @param scaling what values are measured in ({@code running})
 * @param maxAhead how far a reading's timestamp may lie ahead of its Kafka timestamp ({@code max-ahead}, 1 h)
 * @param time event time: timestamps, order and time-to-live
 */
public record SeriesConfig(
        Format format,
        @Nullable String key,
        @Nullable String timestamp,
        List<String> features,
        @Nullable Duration step,
        @Nullable Duration season,
        int maxGap,
        @Nullable List<CalendarField> calendar,
        ZoneId zone,
        Scaling scaling,
        Duration maxAhead,
        EventTimeConfig time)
        implements Serializable {

    public SeriesConfig {
        features = List.copyOf(features);
        calendar = calendar == null ? null : List.copyOf(calendar);
    }

    /** What a calendar may tell of a moment. */
    public enum CalendarField {
        HOUR,
        WEEKDAY,
        DAY_OF_YEAR
    }

    /** What values may be measured in. */
    public enum Scaling {
        RUNNING,
        MIN_MAX,
        WINDOW
    }

    /** The records on the readings topic. */
    public enum Format {
        READING,
        OWN_RECORD
    }
}
