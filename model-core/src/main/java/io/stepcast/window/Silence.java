package io.stepcast.window;

/**
 * Since when a series has been silent.
 *
 * @param newestMillis event time of its newest reading
 * @param activeMillis where the stream's event time was when that came: there, or further
 */
public record Silence(long newestMillis, long activeMillis) {

    /** Where a silence without end ends. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The silence that begins after a reading. */
    public static Silence after(long newestMillis, long streamMillis) {
        return new Silence(newestMillis, Math.max(newestMillis, streamMillis));
    }

    /** Whether a series whose next reading is of this moment begins anew with it. */
    public boolean isTooLongUntil(long nextMillis, long ttlMillis) {
        return ttlMillis > 0 && nextMillis - newestMillis > ttlMillis;
    }

    /** The event time of the stream at which the series is to be forgotten. */
    public long endMillis(long ttlMillis) {
        return ttlMillis == 0 || activeMillis > NEVER - ttlMillis ? NEVER : activeMillis + ttlMillis;
    }
}
