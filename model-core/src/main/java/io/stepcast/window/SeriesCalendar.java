package io.stepcast.window;

/**
 * Where a moment stands in the season, the day, the week and the year, as sine and cosine: the season's harmonics 1 to 4 when it is
 * known, then the configured {@link CalendarField}s. The phase comes from event time on the clock of the series' zone, so gaps don't
 * shift it. Sines are {@link StrictMath}'s: the same bits on every machine.
 */
final class SeriesCalendar {

    private static final int SEASON_HARMONICS = 4;
    private static final long DAY_MILLIS = 86_400_000L;
    private static final int WEEK_DAYS = 7;
    /** 1970-01-01 was a Thursday, the fourth day of a week that begins with Monday. */
    private static final int FIRST_WEEKDAY = 3;

    /** The Gregorian calendar's mean year, 365.2425 days. */
    private static final long YEAR_MILLIS = 31_556_952_000L;

    private final WindowConfig config;

    SeriesCalendar(WindowConfig config) {
        this.config = config;
    }

    /** Numbers per moment. */
    int width() {
        return (config.seasonMillis() > 0 ? 2 * SEASON_HARMONICS : 0)
                + 2 * config.calendar().size();
    }

    /** Writes {@link #width} numbers between -1 and 1 for the moment. */
    void encode(long eventTimeMillis, float[] into, int offset) {
        long clock = config.wallClock(eventTimeMillis);
        int at = offset;
        if (config.seasonMillis() > 0) {
            double phase = phase(clock, config.seasonMillis());
            for (int harmonic = 1; harmonic <= SEASON_HARMONICS; harmonic++) {
                at = put(harmonic * phase, into, at);
            }
        }
        for (CalendarField field : config.calendar()) {
            at = put(phase(clock, field), into, at);
        }
    }

    private static double phase(long clock, CalendarField field) {
        return switch (field) {
            case HOUR -> phase(clock, DAY_MILLIS);
            case WEEKDAY -> phase(Math.floorDiv(clock, DAY_MILLIS) + FIRST_WEEKDAY, WEEK_DAYS);
            case DAY_OF_YEAR -> phase(clock, YEAR_MILLIS);
        };
    }

    private static double phase(long moment, long period) {
        return 2 * Math.PI * Math.floorMod(moment, period) / period;
    }

    private static int put(double angle, float[] into, int at) {
        into[at] = (float) StrictMath.sin(angle);
        into[at + 1] = (float) StrictMath.cos(angle);
        return at + 2;
    }
}
