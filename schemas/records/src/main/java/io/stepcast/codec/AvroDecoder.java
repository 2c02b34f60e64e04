package io.stepcast.codec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes bytes in the Confluent wire format (0, four bytes of schema id, Avro binary). Confined to one thread; caches schemas and
 * readers by id.
 */
public final class AvroDecoder<T extends GenericRecord> implements AutoCloseable {

    static {
        TrustedClasses.trust();
    }

    private final Registry registry;
    private final Function<Schema, DatumReader<T>> readerOf;
    private final Map<Integer, DatumReader<T>> readers = new HashMap<>();
    private @Nullable BinaryDecoder reused;

    private AvroDecoder(Registry registry, Function<Schema, DatumReader<T>> readerOf) {
        this.registry = registry;
        this.readerOf = readerOf;
    }

    /**
     * Decodes any record under the schema it was written with: a schema that gains a field gives records with that field. Strings and
     * map keys are {@link String}; logical types stay what they are made of, a {@code timestamp-millis} a {@link Long}; bytes are
     * {@link ByteBuffer}.
     *
     * @throws IllegalArgumentException if a client can't be made from the settings
     */
    public static AvroDecoder<GenericRecord> generic(RegistrySettings settings) {
        return generic(Registry.over(settings, Waiting.REAL));
    }

    static AvroDecoder<GenericRecord> generic(Registry registry) {
        GenericData plain = new GenericData();
        return new AvroDecoder<>(registry, writer -> new GenericDatumReader<>(writer, JavaStrings.with(writer), plain));
    }

    /**
     * Decodes records of a generated class, whichever version of its schema they were written with.
     *
     * @throws IllegalArgumentException if a client can't be made from the settings
     */
    public static <T extends SpecificRecord & GenericRecord> AvroDecoder<T> specific(
            RegistrySettings settings, Class<T> type) {
        return specific(Registry.over(settings, Waiting.REAL), type);
    }

    static <T extends SpecificRecord & GenericRecord> AvroDecoder<T> specific(Registry registry, Class<T> type) {
        SpecificData data = SpecificData.getForClass(type);
        Schema reader = data.getSchema(type);
        return new AvroDecoder<>(registry, writer -> new SpecificDatumReader<>(writer, reader, data));
    }

    /**
     * @throws BadPayloadException if the bytes are not in the wire format, name a schema that the registry doesn't know, or are not
     *     exactly one record of that schema
     * @throws RegistryUnavailableException if the registry gave no usable answer
     * @throws SecurityException if Avro is told not to trust the generated class
     */
    public T decode(byte @Nullable [] payload) throws BadPayloadException {
        if (payload == null) {
            throw new BadPayloadException("a payload is required, got null");
        }
        int id = schemaId(payload);
        DatumReader<T> reader = reader(id);
        try {
            BinaryDecoder bytes =
                    DecoderFactory.get().binaryDecoder(payload, Wire.HEADER, payload.length - Wire.HEADER, reused);
            reused = bytes;
            T record = reader.read(null, bytes);
            if (!bytes.isEnd()) {
                throw new BadPayloadException("schema id %d: %d of the payload's %d bytes follow after the record"
                        .formatted(id, bytes.remainingBytes(), payload.length));
            }
            return record;
        } catch (SecurityException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new BadPayloadException(notARecord(id, payload, reason(e)), e);
        } catch (StackOverflowError e) {
            // The one error that a payload alone can cause: a recursive schema, nested thousands of times.
            readers.remove(id);
            throw new BadPayloadException(notARecord(id, payload, "nested too deeply"), e);
        }
    }

    private static int schemaId(byte[] payload) throws BadPayloadException {
        if (payload.length < Wire.HEADER) {
            throw new BadPayloadException("a payload of at least %d bytes is required, 0 and a schema id, got %d"
                    .formatted(Wire.HEADER, payload.length));
        }
        if (payload[0] != Wire.MAGIC) {
            throw new BadPayloadException(
                    "a payload that begins with 0, as a registry's serializer writes it, is required, got 0x%02x"
                            .formatted(payload[0]));
        }
        return ByteBuffer.wrap(payload).getInt(1);
    }

    private DatumReader<T> reader(int id) throws BadPayloadException {
        DatumReader<T> reader = readers.get(id);
        if (reader == null) {
            Schema writer = registry.recordSchema(id);
            try {
                reader = readerOf.apply(writer);
            } catch (AvroRuntimeException e) {
                throw new BadPayloadException("schema id %d can't be read with: %s".formatted(id, e.getMessage()), e);
            }
            readers.put(id, reader);
        }
        return reader;
    }

    private static String notARecord(int id, byte[] payload, String reason) {
        return "schema id %d: the payload's %d bytes are not a record of it: %s".formatted(id, payload.length, reason);
    }

    private static String reason(Exception e) {
        if (e instanceof EOFException && e.getMessage() == null) {
            return "they end too early";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Closes the registry's client. */
    @Override
    public void close() {
        registry.close();
    }
}
