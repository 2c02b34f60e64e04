package io.stepcast.learn;

import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts distinct series up to {@value #MOST}, by a hash of 64 bits of their keys: bounded memory whatever the keys' length. Two keys
 * of one hash (1 chance in 10^14 at 256 series) would count as one.
 */
final class DistinctSeries {

    static final int MOST = 256;

    /** Sorted; the first {@link #count} are in use. */
    private final long[] hashes = new long[MOST];

    private int count;

    int count() {
        return count;
    }

    void add(String series) {
        if (count == MOST) {
            return;
        }
        long hash = hash(series);
        int at = Arrays.binarySearch(hashes, 0, count, hash);
        if (at < 0) {
            int insertion = -at - 1;
            System.arraycopy(hashes, insertion, hashes, insertion + 1, count - insertion);
            hashes[insertion] = hash;
            count++;
        }
    }

    /** FNV-1a over the key's UTF-16 units. */
    private static long hash(String series) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < series.length(); i++) {
            hash = (hash ^ series.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeLong(hashes[i]);
        }
    }

    static DistinctSeries read(DataInput in) throws IOException {
        DistinctSeries series = new DistinctSeries();
        series.count = in.readInt();
        if (series.count < 0 || series.count > MOST) {
            throw new UnreadableStateException(
                    "a learner must have seen 0 to " + MOST + " series, got " + series.count);
        }
        for (int i = 0; i < series.count; i++) {
            series.hashes[i] = in.readLong();
        }
        return series;
    }
}
