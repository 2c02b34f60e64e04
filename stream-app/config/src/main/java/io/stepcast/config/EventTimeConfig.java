package io.stepcast.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How readings are put in the order of event time, and how long a silent series is remembered.
 *
 * @param source where a reading's timestamp is ({@code timestamp-from}, the record)
 * @param header the Kafka header that holds it; null for other sources
 * @param format how it is written ({@code timestamp-format}, by its type)
 * @param maxLateness how far a reading may lie behind event time and still be put in order ({@code max-lateness}, 0 s)
 * @param corrections what a second reading of one time step does ({@code corrections}, keep-first)
 * @param maxWaiting most readings of one series that wait to be put in order ({@code max-waiting}, 1000)
 * @param idleAfter after how long a silent partition no longer holds event time back ({@code idle-after}, 1 min)
 * @param whenIdle what becomes of readings that wait when all partitions are silent ({@code when-idle}, wait)
 * @param ttl how long a series may be silent before it is forgotten, or null for ever ({@code ttl}, none)
 */
public record EventTimeConfig(
        TimestampSource source,
        @Nullable String header,
        TimestampFormat format,
        Duration maxLateness,
        Corrections corrections,
        int maxWaiting,
        Duration idleAfter,
        WhenIdle whenIdle,
        @Nullable Duration ttl)
        implements Serializable {

    /** What holds where nothing is configured. */
    public static final EventTimeConfig DEFAULTS = new EventTimeConfig(
            TimestampSource.RECORD,
            null,
            TimestampFormat.AUTO,
            Duration.ZERO,
            Corrections.KEEP_FIRST,
            1000,
            Duration.ofMinutes(1),
            WhenIdle.WAIT,
            null);

    /** Where a reading's timestamp is. */
    public enum TimestampSource {
        /** In the record: its field {@code timestamp}, or the one that {@code series.timestamp} names. */
        RECORD,
        /** It is the record's Kafka timestamp. */
        KAFKA,
        /** In a Kafka header. */
        HEADER
    }

    /** How a timestamp is written. */
    public enum TimestampFormat {
        /** By its type: a number by its Avro logical type, without one milliseconds; a text is ISO-8601. */
        AUTO,
        SECONDS,
        MILLIS,
        MICROS,
        NANOS,
        ISO_8601
    }

    /** What a second reading of a time step, with other values, does. */
    public enum Corrections {
        KEEP_FIRST,
        REPLACE
    }

    /** What becomes of readings that wait for event time when nothing comes any more. */
    public enum WhenIdle {
        WAIT,
        RELEASE
    }
}
