package io.stepcast.codec;

import org.apache.avro.specific.SpecificRecord;

/** Encodes records of one generated class into the Confluent wire format. Confined to one thread. */
public final class AvroEncoder<T extends SpecificRecord> implements AutoCloseable {

    /**
     * Registers the schema under {@code <topic>-value}, or requires it to be there, as the settings say.
     *
     * @throws RegistryUnavailableException if the registry gave no usable answer
     * @throws SchemaRefusedException if the registry refuses the schema, or doesn't have it though it must
     */
    public static <T extends SpecificRecord> AvroEncoder<T> forTopic(
            RegistrySettings settings, String topic, Class<T> type) {
        throw new IllegalStateException("being built");
    }

    /** The record's bytes: 0, the schema id, Avro binary. */
    public byte[] encode(T record) {
        throw new IllegalStateException("being built");
    }

    @Override
    public void close() {}
}
