package io.stepcast.window;

import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * How a series' window is kept and encoded. Begin with {@link #WindowConfig(int, int, long, long)} and change what differs from the
 * defaults with the {@code with} methods.
 *
 * @param features values per reading, 1 to 500
 * @param length time steps T that the network sees, 1 to 512
 * @param stepMillis the fixed step of the series in milliseconds, or 0 when its readings come at irregular times
 * @param seasonMillis the season in milliseconds (a day, a week), or 0 for none
 * @param signature numbers of each row that tell series apart, made from the series' name; 0 for none, at most 64
 * @param maxGap missing time steps of a regular series that are filled with marked rows, 0 to 100; beyond it the window restarts
 * @param calendar what each row tells of its moment beside the season, in the order of the enum
 * @param scaling the level and spread that values are shown in
 * @param zone whose clock tells the place in season, day, week and year
 */
public record WindowConfig(
        int features,
        int length,
        long stepMillis,
        long seasonMillis,
        int signature,
        int maxGap,
        List<CalendarField> calendar,
        Scaling scaling,
        ZoneId zone)
        implements Serializable {

    private static final int DEFAULT_MAX_GAP = 3;
    private static final int MOST_MAX_GAP = 100;
    private static final int MOST_SLOTS = 96;
    private static final int MOST_SIGNATURE = 64;

    /** The defaults: no signature, gaps of up to 3 steps filled, automatic calendar, running scale, UTC. */
    public WindowConfig(int features, int length, long stepMillis, long seasonMillis) {
        this(
                features,
                length,
                stepMillis,
                seasonMillis,
                0,
                DEFAULT_MAX_GAP,
                CalendarField.automatic(stepMillis),
                Scaling.RUNNING,
                ZoneOffset.UTC);
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
        if (maxGap < 0 || maxGap > MOST_MAX_GAP) {
            throw new IllegalArgumentException(
                    "the steps of a gap that are filled must be 0 to " + MOST_MAX_GAP + ", got " + maxGap);
        }
        calendar = calendar.stream().distinct().sorted().toList();
        zone = zone.normalized();
    }

    /** This with a signature of so many numbers. */
    public WindowConfig withSignature(int numbers) {
        return new WindowConfig(features, length, stepMillis, seasonMillis, numbers, maxGap, calendar, scaling, zone);
    }

    /** This with gaps of up to so many steps filled. */
    public WindowConfig withMaxGap(int steps) {
        return new WindowConfig(features, length, stepMillis, seasonMillis, signature, steps, calendar, scaling, zone);
    }

    /** This with another calendar, in any order. */
    public WindowConfig withCalendar(List<CalendarField> fields) {
        return new WindowConfig(features, length, stepMillis, seasonMillis, signature, maxGap, fields, scaling, zone);
    }

    /** This with another scale. */
    public WindowConfig withScaling(Scaling other) {
        return new WindowConfig(features, length, stepMillis, seasonMillis, signature, maxGap, calendar, other, zone);
    }

    /** This on another clock. */
    public WindowConfig withZone(ZoneId other) {
        return new WindowConfig(
                features, length, stepMillis, seasonMillis, signature, maxGap, calendar, scaling, other);
    }

    /** Whether readings come at a fixed step. */
    public boolean regular() {
        return stepMillis > 0;
    }

    /** Readings per season, or 0 where step or season is unknown or the season has no whole readings. */
    public long seasonReadings() {
        return stepMillis > 0 ? seasonMillis / stepMillis : 0;
    }

    /** Slots of the season, which profiles have; 1 where the season is unknown. */
    public int slots() {
        return (int) Math.max(1, Math.min(seasonReadings(), MOST_SLOTS));
    }

    /** The slot of a moment, 0 to {@link #slots} - 1, by the zone's clock, so that gaps don't shift it. */
    public int slot(long eventTimeMillis) {
        if (slots() == 1) {
            return 0;
        }
        double phase = (double) Math.floorMod(wallClock(eventTimeMillis), seasonMillis) / seasonMillis;
        return Math.min(slots() - 1, (int) (phase * slots()));
    }

    /** What the zone's clock shows at a moment, as milliseconds since its 1970 began. */
    long wallClock(long eventTimeMillis) {
        if (zone.equals(ZoneOffset.UTC)) {
            return eventTimeMillis;
        }
        return eventTimeMillis
                + 1000L
                        * zone.getRules()
                                .getOffset(Instant.ofEpochMilli(eventTimeMillis))
                                .getTotalSeconds();
    }

    /**
     * Time steps from one moment to another. With a fixed step their distance is rounded to whole steps, half a step up; otherwise
     * every later moment is one step away, every earlier one -1.
     */
    public long stepsBetween(long fromMillis, long toMillis) {
        return stepsBetween(stepMillis, fromMillis, toMillis);
    }

    /** The same for any step: the order of readings and their window must agree on what one time step is. */
    static long stepsBetween(long stepMillis, long fromMillis, long toMillis) {
        if (stepMillis == 0) {
            return Long.compare(toMillis, fromMillis);
        }
        long distance = toMillis - fromMillis;
        boolean overflown = ((toMillis ^ fromMillis) & (toMillis ^ distance)) < 0;
        if (overflown) {
            distance = toMillis > fromMillis ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        long rest = Math.floorMod(distance, stepMillis);
        return Math.floorDiv(distance, stepMillis) + (rest >= stepMillis - rest ? 1 : 0);
    }

    /** Writes the configuration; part of the states that stand on it. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(features);
        out.writeInt(length);
        out.writeLong(stepMillis);
        out.writeLong(seasonMillis);
        out.writeInt(signature);
        out.writeInt(maxGap);
        out.writeInt(calendar.size());
        for (CalendarField field : calendar) {
            out.writeUTF(field.name());
        }
        out.writeUTF(scaling.name());
        out.writeUTF(zone.getId());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableStateException if it is out of range
     */
    public static WindowConfig read(DataInput in) throws IOException {
        int features = in.readInt();
        int length = in.readInt();
        long stepMillis = in.readLong();
        long seasonMillis = in.readLong();
        int signature = in.readInt();
        int maxGap = in.readInt();
        int fields = in.readInt();
        try {
            if (fields < 0 || fields > CalendarField.values().length) {
                throw new IllegalArgumentException("a calendar of " + fields + " fields");
            }
            List<CalendarField> calendar = new ArrayList<>();
            for (int i = 0; i < fields; i++) {
                calendar.add(CalendarField.valueOf(in.readUTF()));
            }
            Scaling scaling = Scaling.valueOf(in.readUTF());
            ZoneId zone = ZoneId.of(in.readUTF());
            return new WindowConfig(
                    features, length, stepMillis, seasonMillis, signature, maxGap, calendar, scaling, zone);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableStateException("damaged state: " + e.getMessage(), e);
        }
    }
}
