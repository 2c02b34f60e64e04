package io.stepcast.job.wire;

/** What became of a record from Kafka. */
public sealed interface DecodedRecord {

    /** It is a reading. */
    record Usable(SourceReading reading) implements DecodedRecord {}

    /** It goes to the dead-letter topic. */
    record Unusable(DeadLetter letter) implements DecodedRecord {}
}
