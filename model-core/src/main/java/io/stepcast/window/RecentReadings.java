package io.stepcast.window;

import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The last few readings that went on, by moment and a hash of their values: enough to know one that comes again. */
final class RecentReadings {

    /** A producer that tries again repeats its last few readings. */
    private static final int CAPACITY = 16;

    private final long[] moments = new long[CAPACITY];
    private final long[] hashes = new long[CAPACITY];
    private int size;
    /** Where the next one goes. */
    private int next;

    void add(Reading reading) {
        moments[next] = reading.eventTimeMillis();
        hashes[next] = hash(reading.values());
        next = (next + 1) % CAPACITY;
        size = Math.min(size + 1, CAPACITY);
    }

    /** The place of the reading of a moment's time step, or -1. */
    int find(OrderConfig rules, long moment) {
        for (int i = 0; i < size; i++) {
            if (rules.same(moments[i], moment)) {
                return i;
            }
        }
        return -1;
    }

    long moment(int place) {
        return moments[place];
    }

    boolean same(int place, Reading reading) {
        return moments[place] == reading.eventTimeMillis() && hashes[place] == hash(reading.values());
    }

    /** From now on this is the reading of its time step. */
    void correct(OrderConfig rules, Reading reading) {
        int place = find(rules, reading.eventTimeMillis());
        if (place >= 0) {
            moments[place] = reading.eventTimeMillis();
            hashes[place] = hash(reading.values());
        } else {
            add(reading);
        }
    }

    void clear() {
        size = 0;
        next = 0;
    }

    /** The same for the same bits; NaN is one value. */
    private static long hash(double[] values) {
        long hash = values.length;
        for (double value : values) {
            hash = (hash ^ Double.doubleToLongBits(value)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int age = size; age > 0; age--) {
            int place = Math.floorMod(next - age, CAPACITY);
            out.writeLong(moments[place]);
            out.writeLong(hashes[place]);
        }
    }

    void restore(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > CAPACITY) {
            throw new UnreadableStateException(
                    "damaged state: 0 to " + CAPACITY + " recent readings must follow, got " + count);
        }
        clear();
        for (; size < count; size++) {
            moments[size] = in.readLong();
            hashes[size] = in.readLong();
        }
        next = size % CAPACITY;
    }
}
