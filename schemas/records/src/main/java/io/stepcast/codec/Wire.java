package io.stepcast.codec;

/** The Confluent wire format: 0, the schema id in four bytes, big-endian, Avro binary. */
final class Wire {

    static final byte MAGIC = 0;
    /** Bytes before the record. */
    static final int HEADER = 5;

    private Wire() {}
}
