package io.stepcast.window;

import java.util.List;

/** What a calendar may tell of a moment beside its place in the season; each as sine and cosine. */
public enum CalendarField {
    /** The time of day. */
    HOUR,
    /** The day of the week, in whole days. */
    WEEKDAY,
    /** The time of the year. */
    DAY_OF_YEAR;

    private static final long HOUR_MILLIS = 3_600_000L;

    /**
     * What {@code auto} stands for: everything where readings come at irregular times; where the step is fixed, the time of the year
     * for steps of at least an hour, as the season tells the rest.
     */
    public static List<CalendarField> automatic(long stepMillis) {
        if (stepMillis == 0) {
            return List.of(values());
        }
        return stepMillis >= HOUR_MILLIS ? List.of(DAY_OF_YEAR) : List.of();
    }
}
