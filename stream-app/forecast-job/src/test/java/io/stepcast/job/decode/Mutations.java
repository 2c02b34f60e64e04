package io.stepcast.job.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Payloads in the wire format (0, four bytes of schema id, Avro), gone wrong in all the ways that a seed chooses. */
final class Mutations {

    private static final int HEADER = 5;
    private static final int LARGE = 1 << 20;

    private final List<byte[]> originals;
    private final Random random;

    Mutations(List<byte[]> originals, Random random) {
        this.originals = originals;
        this.random = random;
    }

    byte[] next() {
        byte[] payload = any().clone();
        return switch (random.nextInt(100)) {
            case 0 -> withId(payload, random.nextInt(40));
            case 1 -> random.nextInt(10) == 0 ? withId(payload, random.nextInt()) : bytes(random.nextInt(64));
            case 2 -> random.nextInt(50) == 0 ? large(payload) : claim(claim(payload));
            default ->
                switch (random.nextInt(7)) {
                    case 0 -> flip(payload, 1);
                    case 1 -> flip(payload, 1 + random.nextInt(24));
                    case 2 -> Arrays.copyOf(payload, random.nextInt(payload.length));
                    case 3 -> Arrays.copyOf(payload, payload.length + random.nextInt(20));
                    case 4 -> claim(payload);
                    case 5 -> spliced(payload, any());
                    default -> withId(payload, 1 + random.nextInt(originals.size()));
                };
        };
    }

    private byte[] any() {
        return originals.get(random.nextInt(originals.size()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] withId(byte[] payload, int id) {
        ByteBuffer.wrap(payload).putInt(1, id);
        return payload;
    }

    /** Mostly in the record; now and then in the first byte, and in the id, of which any other asks the registry. */
    private byte[] flip(byte[] payload, int count) {
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(100) == 0
                    ? (random.nextBoolean() ? 0 : 4)
                    : HEADER + random.nextInt(payload.length - HEADER);
            payload[at] ^= (byte) (1 << random.nextInt(8));
        }
        return payload;
    }

    /** A number of up to 2^63 over the bytes anywhere in the record: a length, an index, a value. */
    private byte[] claim(byte[] payload) {
        int at = HEADER + random.nextInt(payload.length - HEADER);
        int length = Math.min(payload.length - at, 1 + random.nextInt(10));
        for (int i = 0; i < length; i++) {
            payload[at + i] = (byte) (random.nextInt(128) | (i < length - 1 ? 0x80 : 0));
        }
        return payload;
    }

    /** The beginning of one and the end of another. */
    private byte[] spliced(byte[] head, byte[] tail) {
        int end = HEADER + random.nextInt(head.length - HEADER + 1);
        int start = random.nextInt(tail.length + 1);
        byte[] spliced = Arrays.copyOf(head, end + tail.length - start);
        System.arraycopy(tail, start, spliced, end, tail.length - start);
        return spliced;
    }

    /** About as long as brokers take, of one byte throughout: what nests, nests deeply. */
    private byte[] large(byte[] payload) {
        int length = LARGE - random.nextInt(1000);
        byte[] large = new byte[length];
        Arrays.fill(large, (byte) random.nextInt(4));
        System.arraycopy(payload, 0, large, 0, HEADER);
        return large;
    }
}
