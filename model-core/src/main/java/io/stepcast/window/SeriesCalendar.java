package io.stepcast.window;

/**
 * Where a moment stands in the season and in the year, as sine and cosine: the season's harmonics 1 to 4 when it is known, and the
 * year's first where steps are at least an hour or irregular. The phase comes from event time (UTC), so gaps don't shift it. Sines
 * are {@link StrictMath}'s: the same bits on every machine.
 */
final class SeriesCalendar {

    private static final int SEASON_HARMONICS = 4;
    private static final long HOUR_MILLIS = 3_600_000L;

    /** The Gregorian calendar's mean year, 365.2425 days. */
    private static final long YEAR_MILLIS = 31_556_952_000L;

    private final long seasonMillis;
    private final boolean yearly;

    SeriesCalendar(WindowConfig config) {
        seasonMillis = config.seasonMillis();
        yearly = config.stepMillis() == 0 || config.stepMillis() >= HOUR_MILLIS;
    }

    /** Numbers per moment. */
    int width() {
        return (seasonMillis > 0 ? 2 * SEASON_HARMONICS : 0) + (yearly ? 2 : 0);
    }

    /** Writes {@link #width} numbers between -1 and 1 for the moment. */
    void encode(long eventTimeMillis, float[] into, int offset) {
        int at = offset;
        if (seasonMillis > 0) {
            double phase = phase(eventTimeMillis, seasonMillis);
            for (int harmonic = 1; harmonic <= SEASON_HARMONICS; harmonic++) {
                at = put(harmonic * phase, into, at);
            }
        }
        if (yearly) {
            put(phase(eventTimeMillis, YEAR_MILLIS), into, at);
        }
    }

    private static double phase(long eventTimeMillis, long periodMillis) {
        return 2 * Math.PI * Math.floorMod(eventTimeMillis, periodMillis) / periodMillis;
    }

    private static int put(double angle, float[] into, int at) {
        into[at] = (float) StrictMath.sin(angle);
        into[at + 1] = (float) StrictMath.cos(angle);
        return at + 2;
    }
}
