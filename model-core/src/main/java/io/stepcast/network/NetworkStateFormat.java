package io.stepcast.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a {@link NetworkState}: the magic number "SCNS", a version, the shape's four dimensions, the step count, then three
 * arrays, each as a count and that many floats. All big-endian.
 */
final class NetworkStateFormat {

    private static final int MAGIC = 0x53434E53;
    private static final byte VERSION = 1;

    /** How many floats are moved at a time: a false count must not claim memory before its bytes have come. */
    private static final int BLOCK = 1 << 16;

    private NetworkStateFormat() {}

    static void write(NetworkState state, DataOutput out) throws IOException {
        NetworkShape shape = state.shape();
        out.writeInt(MAGIC);
        out.writeByte(VERSION);
        out.writeInt(shape.time());
        out.writeInt(shape.inputs());
        out.writeInt(shape.hidden());
        out.writeInt(shape.outputs());
        out.writeLong(state.steps());
        write(state.parameters(), out);
        write(state.firstMoment(), out);
        write(state.secondMoment(), out);
    }

    static NetworkState read(DataInput in) throws IOException {
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new IOException(String.format("a network state begins with %08x, got %08x", MAGIC, magic));
        }
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("a network state of version " + VERSION + " is required, got version " + version);
        }
        int time = in.readInt();
        int inputs = in.readInt();
        int hidden = in.readInt();
        int outputs = in.readInt();
        long steps = in.readLong();
        try {
            NetworkShape shape = new NetworkShape(time, inputs, hidden, outputs);
            float[] parameters = readFloats("parameters", shape, in);
            float[] firstMoment = readFloats("first moment", shape, in);
            float[] secondMoment = readFloats("second moment", shape, in);
            return new NetworkState(shape, parameters, firstMoment, secondMoment, steps);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a usable network state: " + e.getMessage(), e);
        }
    }

    private static void write(float[] values, DataOutput out) throws IOException {
        out.writeInt(values.length);
        byte[] block = new byte[Math.min(BLOCK, values.length) * Float.BYTES];
        for (int from = 0; from < values.length; from += BLOCK) {
            int count = Math.min(BLOCK, values.length - from);
            ByteBuffer.wrap(block).asFloatBuffer().put(values, from, count);
            out.write(block, 0, count * Float.BYTES);
        }
    }

    private static float[] readFloats(String name, NetworkShape shape, DataInput in) throws IOException {
        int count = in.readInt();
        if (count != shape.parameters()) {
            throw new IOException(
                    "the " + name + " of " + shape + " must hold " + shape.parameters() + " numbers, got " + count);
        }
        float[] values = new float[Math.min(BLOCK, count)];
        byte[] block = new byte[values.length * Float.BYTES];
        for (int from = 0; from < count; from += BLOCK) {
            int length = Math.min(BLOCK, count - from);
            in.readFully(block, 0, length * Float.BYTES);
            if (from + length > values.length) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * (from + length)));
            }
            ByteBuffer.wrap(block).asFloatBuffer().get(values, from, length);
        }
        return values;
    }
}
