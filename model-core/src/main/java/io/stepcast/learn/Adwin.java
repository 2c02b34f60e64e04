package io.stepcast.learn;

import io.stepcast.state.StateArrays;
import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * ADWIN2, an adaptive window over a stream of numbers from 0 to 1: the window grows while its mean stays the same, and its older part is
 * dropped when that part's mean differs from the newer part's by more than chance allows. Numbers are kept in buckets that double in
 * size with their age, so that memory grows with the window's logarithm: at most {@value #ROWS} rows of {@value #PER_ROW} buckets,
 * 5 kB.
 *
 * @see <a href="https://doi.org/10.1137/1.9781611972771.42">Bifet and Gavaldà (2007), Learning from time-changing data with adaptive
 *     windowing</a>
 */
final class Adwin {

    /** Buckets of one size, at most; the paper's M. */
    private static final int PER_ROW = 5;

    /** A window of 2^32 numbers. */
    private static final int ROWS = 32;

    /** Neither part of the window may be shorter. */
    private static final int SHORTEST = 16;

    private final double delta;

    /** Buckets in each row; row r holds buckets of 2^r numbers, oldest first. */
    private final int[] buckets = new int[ROWS];
    /** Shape [ROWS, PER_ROW + 1]. */
    private final double[] sum = new double[ROWS * (PER_ROW + 1)];

    private long length;
    private double total;
    private double squares;
    /** Sums of squares; shape [ROWS, PER_ROW + 1]. */
    private final double[] square = new double[ROWS * (PER_ROW + 1)];

    /**
     * A change of the mean.
     *
     * @param before mean of the part that was dropped
     * @param after mean of the part that stays
     * @param length numbers in the part that stays
     */
    record Change(double before, double after, long length) {}

    /** @param delta chance of taking noise for a change, above 0 and below 1 */
    Adwin(double delta) {
        this.delta = delta;
    }

    /** Numbers in the window. */
    long length() {
        return length;
    }

    /**
     * Takes the next number.
     *
     * @param value from 0 to 1
     * @return the change, or null
     */
    @Nullable
    Change add(double value) {
        put(0, buckets[0]++, value, value * value);
        length++;
        total += value;
        squares += value * value;
        for (int row = 0; row + 1 < ROWS && buckets[row] > PER_ROW; row++) {
            merge(row);
        }
        return cut();
    }

    private void put(int row, int place, double bucketSum, double bucketSquare) {
        sum[row * (PER_ROW + 1) + place] = bucketSum;
        square[row * (PER_ROW + 1) + place] = bucketSquare;
    }

    /** Makes the two oldest buckets of a row the newest of the next. */
    private void merge(int row) {
        int at = row * (PER_ROW + 1);
        put(row + 1, buckets[row + 1]++, sum[at] + sum[at + 1], square[at] + square[at + 1]);
        removeOldest(row, 2);
    }

    private void removeOldest(int row, int count) {
        int at = row * (PER_ROW + 1);
        System.arraycopy(sum, at + count, sum, at, PER_ROW + 1 - count);
        System.arraycopy(square, at + count, square, at, PER_ROW + 1 - count);
        buckets[row] -= count;
    }

    /** Drops everything before the newest point at which the two parts differ. */
    private @Nullable Change cut() {
        if (length < 2 * SHORTEST) {
            return null;
        }
        double oldSum = 0;
        long oldLength = 0;
        double mean = total / length;
        double variance = Math.max(0, squares / length - mean * mean);
        double logChance = StrictMath.log(2 * StrictMath.log((double) length) / delta);
        Change change = null;
        long drop = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            for (int place = 0; place < buckets[row]; place++) {
                oldSum += sum[row * (PER_ROW + 1) + place];
                oldLength += 1L << row;
                long newLength = length - oldLength;
                if (oldLength < SHORTEST || newLength < SHORTEST) {
                    continue;
                }
                double before = oldSum / oldLength;
                double after = (total - oldSum) / newLength;
                double harmonic = 1 / (1.0 / oldLength + 1.0 / newLength);
                double bound = Math.sqrt(2 / harmonic * variance * logChance) + 2 / (3 * harmonic) * logChance;
                if (Math.abs(before - after) > bound) {
                    change = new Change(before, after, newLength);
                    drop = oldLength;
                }
            }
        }
        if (change != null) {
            drop(drop);
        }
        return change;
    }

    private void drop(long numbers) {
        long left = numbers;
        for (int row = ROWS - 1; row >= 0 && left > 0; row--) {
            while (buckets[row] > 0 && left > 0) {
                left -= 1L << row;
                length -= 1L << row;
                total -= sum[row * (PER_ROW + 1)];
                squares -= square[row * (PER_ROW + 1)];
                removeOldest(row, 1);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        for (int count : buckets) {
            out.writeInt(count);
        }
        StateArrays.writeDoubles(out, sum);
        StateArrays.writeDoubles(out, square);
        out.writeDouble(total);
        out.writeDouble(squares);
    }

    void restore(DataInput in) throws IOException {
        length = 0;
        for (int row = 0; row < ROWS; row++) {
            buckets[row] = in.readInt();
            if (buckets[row] < 0 || buckets[row] > PER_ROW) {
                throw new UnreadableStateException(
                        "damaged state: a row must have 0 to " + PER_ROW + " buckets, got " + buckets[row]);
            }
            length += (long) buckets[row] << row;
        }
        StateArrays.readDoubles(in, sum);
        StateArrays.readDoubles(in, square);
        total = in.readDouble();
        squares = in.readDouble();
    }
}
