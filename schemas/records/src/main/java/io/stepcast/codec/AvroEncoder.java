package io.stepcast.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Encodes records of one generated class into the Confluent wire format. Confined to one thread. */
public final class AvroEncoder<T extends SpecificRecord> implements AutoCloseable {

    static {
        TrustedClasses.trust();
    }

    private final Registry registry;
    private final byte[] header;
    private final Schema schema;
    private final SpecificDatumWriter<T> writer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder reused;

    private AvroEncoder(Registry registry, int id, Schema schema, SpecificDatumWriter<T> writer) {
        this.registry = registry;
        this.header =
                ByteBuffer.allocate(Wire.HEADER).put(Wire.MAGIC).putInt(id).array();
        this.schema = schema;
        this.writer = writer;
    }

    /**
     * Registers the schema under {@code <topic>-value}, or requires it to be there, as the settings say. It is the schema as its file
     * has it, without marks for Java.
     *
     * @throws IllegalArgumentException if a client can't be made from the settings
     * @throws RegistryUnavailableException if the registry gave no usable answer
     * @throws SchemaRefusedException if the registry refuses the schema, or doesn't have it though it must
     */
    public static <T extends SpecificRecord> AvroEncoder<T> forTopic(
            RegistrySettings settings, String topic, Class<T> type) {
        return forTopic(Registry.over(settings, Waiting.REAL), topic, type);
    }

    static <T extends SpecificRecord> AvroEncoder<T> forTopic(Registry registry, String topic, Class<T> type) {
        SpecificData data = SpecificData.getForClass(type);
        Schema schema = data.getSchema(type);
        try {
            int id = registry.id(topic + "-value", JavaStrings.without(schema));
            return new AvroEncoder<>(registry, id, schema, new SpecificDatumWriter<>(schema, data));
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /**
     * The record's bytes: 0, the schema id, Avro binary.
     *
     * @throws IllegalArgumentException if the record doesn't fit its schema: a null where none is allowed
     */
    public byte[] encode(T record) {
        bytes.reset();
        bytes.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, reused);
        // Only after it has flushed: one that failed half way holds bytes of the failed record.
        reused = null;
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "a record that fits the schema %s is required: %s".formatted(schema.getFullName(), e.getMessage()),
                    e);
        }
        reused = encoder;
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        registry.close();
    }
}
