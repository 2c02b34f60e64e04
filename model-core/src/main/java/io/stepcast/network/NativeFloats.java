package io.stepcast.network;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Floats outside the Java heap, where OpenBLAS can reach them. Confined to one thread; freed by whoever made it. */
final class NativeFloats implements AutoCloseable {

    private final FloatPointer owner;
    private final FloatPointer start;
    private final FloatPointer moving;
    private final FloatBuffer buffer;

    /** Zeros. */
    NativeFloats(int length) {
        // Of no numbers there is no pointer.
        owner = new FloatPointer(Math.max(1, length));
        start = new FloatPointer(owner);
        moving = new FloatPointer(owner);
        buffer = owner.asBuffer();
        fill(0, length);
    }

    /** A pointer to the first number; valid until this is closed. Nobody moves it. */
    FloatPointer start() {
        return start;
    }

    /** A pointer to the number at a place; valid until the next call. */
    FloatPointer at(int place) {
        return moving.position(place);
    }

    /** A second pointer to the same memory, to be moved with {@code position} between calls; valid until this is closed. */
    FloatPointer cursor() {
        return new FloatPointer(owner);
    }

    void put(int at, float[] source, int from, int count) {
        buffer.put(at, source, from, count);
    }

    void get(int at, float[] target, int from, int count) {
        buffer.get(at, target, from, count);
    }

    /** Sets {@code count} floats to zero. */
    void fill(int at, int count) {
        for (int i = at; i < at + count; i++) {
            buffer.put(i, 0f);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
