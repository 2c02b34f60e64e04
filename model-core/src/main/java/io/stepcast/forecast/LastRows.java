package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The last rows of a series, for the lags of its linear expert: a flat ring. */
final class LastRows {

    private final int features;
    private final int capacity;
    private final double[] values;
    private int size;
    private int next;

    LastRows(int features, int capacity) {
        this.features = features;
        this.capacity = capacity;
        values = new double[features * capacity];
    }

    /** Adds the newest row; shape [features]. */
    void add(double[] row) {
        System.arraycopy(row, 0, values, next * features, features);
        next = next + 1 == capacity ? 0 : next + 1;
        size = Math.min(capacity, size + 1);
    }

    /** Forgets all rows. */
    void clear() {
        size = 0;
    }

    /** Whether there is a row {@code age} rows before the newest. */
    boolean holds(int age) {
        return age < size;
    }

    double value(int age, int feature) {
        int row = next - 1 - age;
        return values[(row < 0 ? row + capacity : row) * features + feature];
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeInt(next);
        StateArrays.writeDoubles(out, values);
    }

    void restore(DataInput in) throws IOException {
        size = in.readInt();
        next = in.readInt();
        if (size < 0 || size > capacity || next < 0 || next >= capacity) {
            throw new UnreadableStateException(
                    "damaged state: a ring of " + capacity + " rows can't hold " + size + " and go on at " + next);
        }
        StateArrays.readDoubles(in, values);
    }
}
