package io.stepcast.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a {@link NetworkState}: the magic number "SCNS", a version, the shape, the step count, then three arrays, each as a
 * count and that many floats. All big-endian. A shape is a byte for its kind (0 LSTM, 1 GRU: layers, time, inputs, hidden, outputs; 2
 * feed-forward: time, inputs, hidden1, hidden2, outputs, width of the view, its indices and what is subtracted from each).
 */
final class NetworkStateFormat {

    private static final int MAGIC = 0x53434E53;
    private static final byte VERSION = 1;

    private static final byte LSTM = 0;
    private static final byte GRU = 1;
    private static final byte FEED_FORWARD = 2;

    /** How many numbers are moved at a time: a false count must not claim memory before its bytes have come. */
    private static final int BLOCK = 1 << 16;

    private NetworkStateFormat() {}

    static void write(NetworkState state, DataOutput out) throws IOException {
        out.writeInt(MAGIC);
        out.writeByte(VERSION);
        write(state.shape(), out);
        out.writeLong(state.steps());
        write(state.parameters(), out);
        write(state.firstMoment(), out);
        write(state.secondMoment(), out);
    }

    private static void write(NetworkShape shape, DataOutput out) throws IOException {
        if (shape instanceof RecurrentShape recurrent) {
            out.writeByte(recurrent.cell() == Cell.LSTM ? LSTM : GRU);
            out.writeInt(recurrent.layers());
            out.writeInt(recurrent.time());
            out.writeInt(recurrent.inputs());
            out.writeInt(recurrent.hidden());
            out.writeInt(recurrent.outputs());
        } else {
            FeedForwardShape feedForward = (FeedForwardShape) shape;
            out.writeByte(FEED_FORWARD);
            out.writeInt(feedForward.time());
            out.writeInt(feedForward.inputs());
            out.writeInt(feedForward.hidden1());
            out.writeInt(feedForward.hidden2());
            out.writeInt(feedForward.outputs());
            out.writeInt(feedForward.view().width());
            for (int index : feedForward.view().indices()) {
                out.writeInt(index);
            }
            for (int index : feedForward.view().subtracted()) {
                out.writeInt(index);
            }
        }
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
        try {
            NetworkShape shape = readShape(in);
            long steps = in.readLong();
            float[] parameters = readFloats("parameters", shape, in);
            float[] firstMoment = readFloats("first moment", shape, in);
            float[] secondMoment = readFloats("second moment", shape, in);
            return new NetworkState(shape, parameters, firstMoment, secondMoment, steps);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a usable network state: " + e.getMessage(), e);
        }
    }

    private static NetworkShape readShape(DataInput in) throws IOException {
        byte kind = in.readByte();
        if (kind == LSTM || kind == GRU) {
            int layers = in.readInt();
            int time = in.readInt();
            int inputs = in.readInt();
            int hidden = in.readInt();
            int outputs = in.readInt();
            return new RecurrentShape(kind == LSTM ? Cell.LSTM : Cell.GRU, layers, time, inputs, hidden, outputs);
        }
        if (kind != FEED_FORWARD) {
            throw new IllegalArgumentException("a network's kind must be 0, 1 or 2, got " + kind);
        }
        int time = in.readInt();
        int inputs = in.readInt();
        int hidden1 = in.readInt();
        int hidden2 = in.readInt();
        int outputs = in.readInt();
        int width = in.readInt();
        if (width < 1) {
            throw new IllegalArgumentException("a view requires at least 1 input, got " + width);
        }
        InputView view = new InputView(readInts(width, in), readInts(width, in));
        return new FeedForwardShape(time, inputs, view, hidden1, hidden2, outputs);
    }

    private static int[] readInts(int count, DataInput in) throws IOException {
        int[] values = new int[Math.min(BLOCK, count)];
        for (int i = 0; i < count; i++) {
            if (i == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * i));
            }
            values[i] = in.readInt();
        }
        return values;
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
