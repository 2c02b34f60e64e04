package io.stepcast.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Numbers of known count to bytes and back, big-endian and bit for bit. No lengths are written: the configuration in front of the
 * arrays gives them, so a damaged state can't ask for memory that its configuration would not.
 */
public final class StateArrays {

    /** Bytes that go in one piece; a multiple of 8. */
    private static final int CHUNK = 8192;

    private StateArrays() {}

    public static void writeFloats(DataOutput out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(chunkBytes(values.length, Float.BYTES));
        for (int from = 0; from < values.length; from += CHUNK / Float.BYTES) {
            int count = Math.min(CHUNK / Float.BYTES, values.length - from);
            chunk.asFloatBuffer().put(values, from, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
    }

    /** Fills {@code values}. */
    public static void readFloats(DataInput in, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(chunkBytes(values.length, Float.BYTES));
        for (int from = 0; from < values.length; from += CHUNK / Float.BYTES) {
            int count = Math.min(CHUNK / Float.BYTES, values.length - from);
            in.readFully(chunk.array(), 0, count * Float.BYTES);
            chunk.asFloatBuffer().get(values, from, count);
        }
    }

    public static void writeDoubles(DataOutput out, double[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(chunkBytes(values.length, Double.BYTES));
        for (int from = 0; from < values.length; from += CHUNK / Double.BYTES) {
            int count = Math.min(CHUNK / Double.BYTES, values.length - from);
            chunk.asDoubleBuffer().put(values, from, count);
            out.write(chunk.array(), 0, count * Double.BYTES);
        }
    }

    /** Fills {@code values}. */
    public static void readDoubles(DataInput in, double[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(chunkBytes(values.length, Double.BYTES));
        for (int from = 0; from < values.length; from += CHUNK / Double.BYTES) {
            int count = Math.min(CHUNK / Double.BYTES, values.length - from);
            in.readFully(chunk.array(), 0, count * Double.BYTES);
            chunk.asDoubleBuffer().get(values, from, count);
        }
    }

    public static void writeLongs(DataOutput out, long[] values) throws IOException {
        for (long value : values) {
            out.writeLong(value);
        }
    }

    /** Fills {@code values}. */
    public static void readLongs(DataInput in, long[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readLong();
        }
    }

    public static void writeBooleans(DataOutput out, boolean[] values) throws IOException {
        for (boolean value : values) {
            out.writeBoolean(value);
        }
    }

    /** Fills {@code values}. */
    public static void readBooleans(DataInput in, boolean[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readBoolean();
        }
    }

    private static int chunkBytes(int values, int bytes) {
        return (int) Math.min(CHUNK, (long) values * bytes);
    }
}
