package io.stepcast.window;

import io.stepcast.state.StateArrays;
import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The last T + 1 rows of a series in flat arrays: T that the network sees, and one more for the oldest one's step. A row holds its
 * event time, the newest known value per feature (NaN before a feature's first), whether it was missing, the step expected after it,
 * and its calendar.
 */
final class RowRing {

    private final int features;
    private final int calendarWidth;
    private final int capacity;
    private final long[] times;
    private final double[] values;
    private final boolean[] missing;
    private final float[] calendar;
    /** What the profile expected after each row, in spreads. */
    private final float[] expected;

    /** Rows held, at most {@link #capacity}. */
    private int size;
    /** Where the next row goes. */
    private int next;

    RowRing(int features, int calendarWidth, int capacity) {
        this.features = features;
        this.calendarWidth = calendarWidth;
        this.capacity = capacity;
        times = new long[capacity];
        values = new double[capacity * features];
        missing = new boolean[capacity * features];
        calendar = new float[capacity * calendarWidth];
        expected = new float[capacity * features];
    }

    int size() {
        return size;
    }

    /** Makes room for a new newest row, to be filled with {@link #set} and {@link #calendar}. */
    void advance(long eventTimeMillis) {
        times[next] = eventTimeMillis;
        next = next + 1 == capacity ? 0 : next + 1;
        size = Math.min(capacity, size + 1);
    }

    /** Forgets all rows. */
    void clear() {
        size = 0;
    }

    /** Event time of the row {@code age} rows before the newest. */
    long time(int age) {
        return times[row(age)];
    }

    /** Sets a value of the row {@code age} rows before the newest. */
    void set(int age, int feature, double value, boolean isMissing) {
        int at = row(age) * features + feature;
        values[at] = value;
        missing[at] = isMissing;
    }

    /** Encodes the moment as the newest row's calendar. */
    void setCalendar(SeriesCalendar source, long eventTimeMillis) {
        source.encode(eventTimeMillis, calendar, row(0) * calendarWidth);
    }

    /** Sets the step that the profile expects after the newest row, in spreads. */
    void setExpected(int feature, float step) {
        expected[row(0) * features + feature] = step;
    }

    float expected(int age, int feature) {
        return expected[row(age) * features + feature];
    }

    /** The value {@code age} rows before the newest, NaN before the feature's first. */
    double value(int age, int feature) {
        return values[row(age) * features + feature];
    }

    boolean missing(int age, int feature) {
        return missing[row(age) * features + feature];
    }

    void copyCalendar(int age, float[] into, int offset) {
        System.arraycopy(calendar, row(age) * calendarWidth, into, offset, calendarWidth);
    }

    private int row(int age) {
        int row = next - 1 - age;
        return row < 0 ? row + capacity : row;
    }

    /** Writes the rows oldest first, so that equal windows have equal bytes wherever their ring stands. */
    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int age = size - 1; age >= 0; age--) {
            out.writeLong(time(age));
            for (int feature = 0; feature < features; feature++) {
                out.writeDouble(value(age, feature));
                out.writeBoolean(missing(age, feature));
                out.writeFloat(expected(age, feature));
            }
            float[] moment = new float[calendarWidth];
            copyCalendar(age, moment, 0);
            StateArrays.writeFloats(out, moment);
        }
    }

    void restore(DataInput in) throws IOException {
        int rows = in.readInt();
        if (rows < 0 || rows > capacity) {
            throw new UnreadableStateException("a window must hold 0 to " + capacity + " rows, got " + rows);
        }
        for (int i = 0; i < rows; i++) {
            advance(in.readLong());
            for (int feature = 0; feature < features; feature++) {
                double value = in.readDouble();
                set(0, feature, value, in.readBoolean());
                setExpected(feature, in.readFloat());
            }
            float[] moment = new float[calendarWidth];
            StateArrays.readFloats(in, moment);
            System.arraycopy(moment, 0, calendar, row(0) * calendarWidth, calendarWidth);
        }
    }
}
