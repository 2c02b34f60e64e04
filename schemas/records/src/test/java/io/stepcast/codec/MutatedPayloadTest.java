package io.stepcast.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 20,000 payloads gone wrong, through both decoders: each decodes or is a bad payload, nothing else. */
class MutatedPayloadTest {

    private static final int PAYLOADS = 5_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void eachDecodesOrIsBad(long seed) {
        Random random = new Random(seed);
        int decoded = 0;
        int bad = 0;
        try (FakeRegistry registry = new FakeRegistry()) {
            SpecificRecordBase[] records = Samples.all().toArray(SpecificRecordBase[]::new);
            Codec<?>[] codecs = Arrays.stream(records)
                    .map(record -> codec(registry, record))
                    .toArray(Codec<?>[]::new);
            for (int i = 0; i < PAYLOADS; i++) {
                Codec<?> codec = codecs[random.nextInt(codecs.length)];
                byte[] payload = mutate(codec.payload(), random);
                for (AvroDecoder<?> decoder : codec.decoders()) {
                    try {
                        assertThat((Object) decoder.decode(payload)).isNotNull();
                        decoded++;
                    } catch (BadPayloadException e) {
                        bad++;
                    }
                }
            }
        }
        // Both ends are reached: the mutations are neither harmless nor hopeless.
        assertThat(decoded).isGreaterThan(PAYLOADS / 10);
        assertThat(bad).isGreaterThan(PAYLOADS / 10);
    }

    private record Codec<T extends SpecificRecordBase>(
            byte[] payload, AvroDecoder<T> specific, AvroDecoder<GenericRecord> generic) {
        AvroDecoder<?>[] decoders() {
            return new AvroDecoder<?>[] {specific, generic};
        }
    }

    private static Codec<?> codec(FakeRegistry registry, SpecificRecordBase record) {
        return codec(registry, record, record.getClass().asSubclass(SpecificRecordBase.class));
    }

    @SuppressWarnings("unchecked") // the class is the record's own
    private static <T extends SpecificRecordBase> Codec<T> codec(
            FakeRegistry registry, SpecificRecordBase record, Class<T> type) {
        try (AvroEncoder<T> encoder = AvroEncoder.forTopic(registry.settings(), type.getSimpleName(), type)) {
            return new Codec<>(
                    encoder.encode((T) record),
                    AvroDecoder.specific(Registry.over(registry.settings(), Waiting.REAL), type),
                    AvroDecoder.generic(registry.settings()));
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] payload = original.clone();
        return switch (random.nextInt(6)) {
            case 0 -> flipBits(payload, random, 1);
            case 1 -> flipBits(payload, random, 1 + random.nextInt(16));
            case 2 -> Arrays.copyOf(payload, random.nextInt(payload.length));
            case 3 -> Arrays.copyOf(payload, payload.length + random.nextInt(20));
            case 4 -> {
                // The id of another record type, or of none.
                payload[4] = (byte) random.nextInt(8);
                yield payload;
            }
            default -> hugeLength(payload, random);
        };
    }

    private static byte[] flipBits(byte[] payload, Random random, int count) {
        for (int i = 0; i < count; i++) {
            // Mostly in the record: the header has tests of its own, and a wrong id asks the registry.
            int at = random.nextInt(50) == 0 ? random.nextInt(5) : 5 + random.nextInt(payload.length - 5);
            payload[at] ^= (byte) (1 << random.nextInt(8));
        }
        return payload;
    }

    /** Writes a number of up to 2^63 over the bytes anywhere in the record. */
    private static byte[] hugeLength(byte[] payload, Random random) {
        int at = 5 + random.nextInt(payload.length - 5);
        int length = Math.min(payload.length - at, 1 + random.nextInt(10));
        for (int i = 0; i < length; i++) {
            payload[at + i] = (byte) (random.nextInt(128) | (i < length - 1 ? 0x80 : 0));
        }
        return payload;
    }
}
