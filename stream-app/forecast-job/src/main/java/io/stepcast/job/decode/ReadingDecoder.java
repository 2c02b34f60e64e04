package io.stepcast.job.decode;

import io.stepcast.codec.AvroDecoder;
import io.stepcast.codec.BadPayloadException;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.SeriesConfig;
import io.stepcast.job.wire.DeadLetter;
import io.stepcast.job.wire.DeadLetter.Reason;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.window.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Turns one record into a reading, or says why it is none. Confined to one thread. */
public final class ReadingDecoder implements AutoCloseable {

    private final SeriesConfig series;
    private final EventTimes times;
    private final AvroDecoder<GenericRecord> decoder;
    private final IdentityHashMap<Schema, RecordLayout> layouts = new IdentityHashMap<>();

    public ReadingDecoder(SeriesConfig series, RegistrySettings registry) {
        this.series = series;
        this.times = new EventTimes(series.time());
        this.decoder = AvroDecoder.generic(registry);
    }

    /** What became of a record. */
    public sealed interface Decoded {

        /** It is a reading. */
        record Usable(Reading reading) implements Decoded {}

        /** It goes to the dead-letter topic. */
        record Unusable(DeadLetter letter) implements Decoded {}
    }

    /**
     * Decodes and checks a record.
     *
     * @throws io.stepcast.codec.RegistryUnavailableException if the registry gave no usable answer
     */
    public Decoded decode(RawRecord record) {
        try {
            return new Decoded.Usable(read(record));
        } catch (BadPayloadException e) {
            return new Decoded.Unusable(new DeadLetter(record, Reason.UNDECODABLE, message(e)));
        } catch (UnusableReadingException e) {
            return new Decoded.Unusable(new DeadLetter(record, e.reason(), message(e)));
        }
    }

    @Override
    public void close() {
        decoder.close();
    }

    private Reading read(RawRecord record) throws BadPayloadException, UnusableReadingException {
        byte[] value = record.value();
        if (value == null) {
            throw new UnusableReadingException(
                    Reason.UNDECODABLE, "a reading is required, got a record without a value");
        }
        GenericRecord decoded = decoder.decode(value);
        RecordLayout layout = layoutOf(decoded.getSchema());

        String key = layout.series(decoded);
        if (key == null || key.isEmpty()) {
            throw new UnusableReadingException(Reason.EMPTY_KEY, "the series' key must not be empty");
        }
        double[] values = layout.values(decoded);
        int features = series.features().size();
        if (values.length != features) {
            throw new UnusableReadingException(
                    Reason.WRONG_FEATURES,
                    features + " values " + series.features() + " are required, got " + values.length);
        }
        long eventTime = times.inRecord() ? layout.eventTimeMillis(decoded) : times.beside(record);
        requireNotAhead(eventTime, record.timestamp(), series.maxAhead());
        return new Reading(key, eventTime, values);
    }

    private RecordLayout layoutOf(Schema schema) throws UnusableReadingException {
        RecordLayout layout = layouts.get(schema);
        if (layout == null) {
            layout = RecordLayout.of(schema, series);
            layouts.put(schema, layout);
        }
        return layout;
    }

    private static void requireNotAhead(long eventTime, long kafkaTime, Duration maxAhead)
            throws UnusableReadingException {
        // Without a Kafka timestamp (negative) there is nothing to compare with.
        if (kafkaTime >= 0 && eventTime > kafkaTime + maxAhead.toMillis()) {
            throw new UnusableReadingException(
                    Reason.AHEAD_OF_TIME,
                    "the timestamp must be at most " + maxAhead + " ahead of the record's Kafka timestamp "
                            + Instant.ofEpochMilli(kafkaTime) + ", got " + Instant.ofEpochMilli(eventTime));
        }
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
