package io.stepcast.window;

import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How a series' window is kept and encoded.
 *
 * @param features values per reading, 1 to 500
 * @param length time steps T that the network sees, 1 to 512
 * @param stepMillis the fixed step of the series in milliseconds, or 0 when its readings come at irregular times
 * @param seasonMillis the season in milliseconds (a day, a week), or 0 for none
 */
public record WindowConfig(int features, int length, long stepMillis, long seasonMillis) implements Serializable {

    public WindowConfig {
        if (features < 1 || features > 500) {
            throw new IllegalArgumentException("features must be between 1 and 500, got " + features);
        }
        if (length < 1 || length > 512) {
            throw new IllegalArgumentException("window length must be between 1 and 512 time steps, got " + length);
        }
        if (stepMillis < 0 || seasonMillis < 0) {
            throw new IllegalArgumentException(
                    "step and season must not be negative, got " + stepMillis + " ms and " + seasonMillis + " ms");
        }
    }

    /** Writes the four numbers; part of the states that stand on this configuration. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(features);
        out.writeInt(length);
        out.writeLong(stepMillis);
        out.writeLong(seasonMillis);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableStateException if the numbers are out of range
     */
    public static WindowConfig read(DataInput in) throws IOException {
        int features = in.readInt();
        int length = in.readInt();
        long stepMillis = in.readLong();
        long seasonMillis = in.readLong();
        try {
            return new WindowConfig(features, length, stepMillis, seasonMillis);
        } catch (IllegalArgumentException e) {
            throw new UnreadableStateException("damaged state: " + e.getMessage(), e);
        }
    }
}
