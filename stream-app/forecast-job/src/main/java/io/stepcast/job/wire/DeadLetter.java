package io.stepcast.job.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A record that can't be used, and why.
 *
 * @param detail one sentence that says what is required and what came
 */
public record DeadLetter(RawRecord source, Reason reason, String detail) {

    /** A detail may quote the record, whose texts may be long. */
    private static final int LONGEST_DETAIL = 1000;

    /** Why a record can't be used. */
    public enum Reason {
        /** The bytes are not one Avro record of a schema that the registry knows. */
        UNDECODABLE("undecodable"),
        /** The record lacks a configured field, or a field has a type that can't be used. */
        WRONG_SCHEMA("wrong-schema"),
        /** The series' key is missing or empty. */
        EMPTY_KEY("empty-key"),
        /** A value is NaN or infinite. */
        NOT_FINITE("not-finite"),
        /** A value is further from zero than any that a series' scale can recover from. */
        OUT_OF_RANGE("out-of-range"),
        /** The number of values is not the number of configured features. */
        WRONG_FEATURES("wrong-features"),
        /** The timestamp is missing, or can't be read as the configuration says. */
        BAD_TIMESTAMP("bad-timestamp"),
        /** The timestamp lies too far ahead of the record's Kafka timestamp. */
        AHEAD_OF_TIME("ahead-of-time"),
        /** The reading is older than one of its series that went on already. */
        LATE("late"),
        /** Another reading of its series and time step, with other values, came before. */
        DUPLICATE("duplicate");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** The reason as it stands in the header and in metrics. */
        public String label() {
            return label;
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + " …";
    }

    /** The record for the dead-letter topic: the original key, value and headers, and headers that say why and where from. */
    public KafkaOutput toOutput() {
        List<Header> headers = new ArrayList<>(source.headers());
        headers.add(Header.of("stepcast.reason", reason.label()));
        headers.add(Header.of("stepcast.detail", shortened(detail)));
        headers.add(Header.of("stepcast.topic", source.topic()));
        headers.add(Header.of("stepcast.partition", Integer.toString(source.partition())));
        headers.add(Header.of("stepcast.offset", Long.toString(source.offset())));
        headers.add(Header.of("stepcast.timestamp", Long.toString(source.timestamp())));
        return new KafkaOutput(source.key(), source.value(), headers);
    }
}
