package io.stepcast.codec;

import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes bytes in the Confluent wire format (0, four bytes of schema id, Avro binary). Confined to one thread; caches schemas and
 * readers by id.
 */
public final class AvroDecoder<T extends GenericRecord> implements AutoCloseable {

    /** Decodes any record under the schema it was written with. */
    public static AvroDecoder<GenericRecord> generic(RegistrySettings settings) {
        throw new IllegalStateException("being built");
    }

    /** Decodes records of a generated class, whichever version of its schema they were written with. */
    public static <T extends SpecificRecord & GenericRecord> AvroDecoder<T> specific(
            RegistrySettings settings, Class<T> type) {
        throw new IllegalStateException("being built");
    }

    /**
     * @throws BadPayloadException if the bytes are not in the wire format, name a schema that the registry doesn't know, or are not
     *     exactly one record of that schema
     * @throws RegistryUnavailableException if the registry gave no usable answer
     */
    public T decode(byte[] payload) throws BadPayloadException {
        throw new IllegalStateException("being built");
    }

    @Override
    public void close() {}
}
