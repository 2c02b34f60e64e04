package io.stepcast.window;

import java.io.Serializable;

/**
 * How a series' readings are put in order.
 *
 * @param stepMillis the fixed step of the series in milliseconds, or 0 when its readings come at irregular times
 * @param latenessMillis how far event time may run ahead of a reading that is still put in order; 0 for series whose readings come in
 *     order, of which none waits
 * @param ttlMillis how long a series may be silent before it begins anew, or 0 for ever
 * @param capacity most readings that wait, at least 1; one more lets the oldest go
 * @param corrections what a second reading of a time step does
 */
public record OrderConfig(long stepMillis, long latenessMillis, long ttlMillis, int capacity, Corrections corrections)
        implements Serializable {

    /** What becomes of a reading whose time step has another one with other values. */
    public enum Corrections {
        /** The first stays, the second is refused. */
        KEEP_FIRST,
        /** The second takes the first one's place, while that is in the window or waits. */
        REPLACE
    }

    public OrderConfig {
        if (stepMillis < 0 || latenessMillis < 0 || ttlMillis < 0) {
            throw new IllegalArgumentException("step, lateness and time-to-live must not be negative, got " + stepMillis
                    + " ms, " + latenessMillis + " ms and " + ttlMillis + " ms");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("at least 1 reading must be able to wait, got " + capacity);
        }
    }

    /**
     * Time steps from one moment to another that is not before it. With a fixed step their distance is rounded to whole steps, half a
     * step up; otherwise any later moment is one step away.
     */
    long steps(long fromMillis, long toMillis) {
        return WindowConfig.stepsBetween(stepMillis, fromMillis, toMillis);
    }

    /** Whether two moments are of one time step. */
    boolean same(long oneMillis, long otherMillis) {
        return steps(Math.min(oneMillis, otherMillis), Math.max(oneMillis, otherMillis)) == 0;
    }
}
