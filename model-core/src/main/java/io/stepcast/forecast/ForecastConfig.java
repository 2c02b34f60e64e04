package io.stepcast.forecast;

import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.WindowConfig;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How a series is forecast.
 *
 * @param window how the windows are made that the forecaster will see
 * @param coverage share of outcomes that the interval is to hold, above 0 and below 1
 */
public record ForecastConfig(WindowConfig window, double coverage) implements Serializable {

    /** Longest season that is kept as a lag, in readings; beyond it the season is calendar only. */
    static final int LONGEST_SEASON_LAG = 1440;

    public ForecastConfig {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("coverage must be above 0 and below 1, got " + coverage);
        }
    }

    /** Values per reading. */
    public int features() {
        return window.features();
    }

    /** Readings per season, or 0 where there is none. */
    public long seasonReadings() {
        return window.seasonReadings();
    }

    /** Slots of the season for the profiles of the step and of the error's size; 1 where the season is unknown. */
    int slots() {
        return window.slots();
    }

    /** The slot of a moment, 0 to {@link #slots} - 1, by the clock (UTC). */
    int slot(long eventTimeMillis) {
        return window.slot(eventTimeMillis);
    }

    void write(DataOutput out) throws IOException {
        window.write(out);
        out.writeDouble(coverage);
    }

    static ForecastConfig read(DataInput in) throws IOException {
        WindowConfig window = WindowConfig.read(in);
        double coverage = in.readDouble();
        try {
            return new ForecastConfig(window, coverage);
        } catch (IllegalArgumentException e) {
            throw new UnreadableStateException("damaged state: " + e.getMessage(), e);
        }
    }
}
