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
 * @param signature numbers of each row that tell series apart, made from the series' name; 0 for none, at most 64
 */
public record WindowConfig(int features, int length, long stepMillis, long seasonMillis, int signature)
        implements Serializable {

    private static final int MOST_SLOTS = 96;

    private static final int MOST_SIGNATURE = 64;

    /** Windows that don't tell series apart. */
    public WindowConfig(int features, int length, long stepMillis, long seasonMillis) {
        this(features, length, stepMillis, seasonMillis, 0);
    }

    public WindowConfig {
        if (features < 1 || features > 500) {
            throw new IllegalArgumentException("features must be between 1 and 500, got " + features);
        }
        if (length < 1 || length > 512) {
            throw new IllegalArgumentException("window length must be between 1 and 512 time steps, got " + length);
        }
        if (signature < 0 || signature > MOST_SIGNATURE) {
            throw new IllegalArgumentException(
                    "a series' signature must have 0 to " + MOST_SIGNATURE + " numbers, got " + signature);
        }
        if (stepMillis < 0 || seasonMillis < 0) {
            throw new IllegalArgumentException(
                    "step and season must not be negative, got " + stepMillis + " ms and " + seasonMillis + " ms");
        }
    }

    /** Readings per season, or 0 where step or season is unknown or the season has no whole readings. */
    public long seasonReadings() {
        return stepMillis > 0 ? seasonMillis / stepMillis : 0;
    }

    /** Slots of the season, which profiles have; 1 where the season is unknown. */
    public int slots() {
        return (int) Math.max(1, Math.min(seasonReadings(), MOST_SLOTS));
    }

    /** The slot of a moment, 0 to {@link #slots} - 1, by the clock (UTC), so that gaps don't shift it. */
    public int slot(long eventTimeMillis) {
        if (slots() == 1) {
            return 0;
        }
        double phase = (double) Math.floorMod(eventTimeMillis, seasonMillis) / seasonMillis;
        return Math.min(slots() - 1, (int) (phase * slots()));
    }

    /** Writes the five numbers; part of the states that stand on this configuration. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(features);
        out.writeInt(length);
        out.writeLong(stepMillis);
        out.writeLong(seasonMillis);
        out.writeInt(signature);
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
        int signature = in.readInt();
        try {
            return new WindowConfig(features, length, stepMillis, seasonMillis, signature);
        } catch (IllegalArgumentException e) {
            throw new UnreadableStateException("damaged state: " + e.getMessage(), e);
        }
    }
}
