package io.stepcast.forecast;

import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.WindowConfig;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * How a series is forecast.
 *
 * @param window how the windows are made that the forecaster will see
 * @param coverages shares of outcomes that the intervals are to hold, above 0 and below 1; the first is the main one
 * @param networks how many networks' steps come beside each window, each an expert of its own: 0 to {@value #MOST_NETWORKS}
 * @param secondStage whether the mixture is corrected by a {@link SecondStage}
 */
public record ForecastConfig(WindowConfig window, List<Double> coverages, int networks, boolean secondStage)
        implements Serializable {

    /** Longest season that is kept as a lag, in readings; beyond it the season is calendar only. */
    static final int LONGEST_SEASON_LAG = 1440;

    private static final int MOST_NETWORKS = 16;
    private static final int MOST_COVERAGES = 16;

    public ForecastConfig {
        coverages = List.copyOf(coverages);
        if (coverages.isEmpty() || coverages.size() > MOST_COVERAGES) {
            throw new IllegalArgumentException(
                    "there must be 1 to " + MOST_COVERAGES + " coverages, got " + coverages.size());
        }
        for (double coverage : coverages) {
            if (!(coverage > 0 && coverage < 1)) {
                throw new IllegalArgumentException("coverage must be above 0 and below 1, got " + coverage);
            }
        }
        if (new HashSet<>(coverages).size() < coverages.size()) {
            throw new IllegalArgumentException("coverages must differ from one another, got " + coverages);
        }
        if (networks < 0 || networks > MOST_NETWORKS) {
            throw new IllegalArgumentException(
                    "the networks' steps must be 0 to " + MOST_NETWORKS + " experts, got " + networks);
        }
    }

    /** One network, one interval, no second stage. */
    public ForecastConfig(WindowConfig window, double coverage) {
        this(window, List.of(coverage), 1, false);
    }

    /** The main coverage. */
    public double coverage() {
        return coverages.get(0);
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

    /** The slot of a moment, 0 to {@link #slots} - 1, by the clock of the series' zone. */
    int slot(long eventTimeMillis) {
        return window.slot(eventTimeMillis);
    }

    /** This with other coverages. */
    ForecastConfig covering(List<Double> others) {
        return new ForecastConfig(window, others, networks, secondStage);
    }

    /** The same over other windows. */
    ForecastConfig over(WindowConfig other) {
        return new ForecastConfig(other, coverages, networks, secondStage);
    }

    void write(DataOutput out) throws IOException {
        window.write(out);
        out.writeInt(coverages.size());
        for (double coverage : coverages) {
            out.writeDouble(coverage);
        }
        out.writeInt(networks);
        out.writeBoolean(secondStage);
    }

    static ForecastConfig read(DataInput in) throws IOException {
        WindowConfig window = WindowConfig.read(in);
        List<Double> coverages = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < Math.min(count, MOST_COVERAGES); i++) {
            coverages.add(in.readDouble());
        }
        int networks = in.readInt();
        boolean secondStage = in.readBoolean();
        try {
            return new ForecastConfig(window, coverages, networks, secondStage);
        } catch (IllegalArgumentException e) {
            throw new UnreadableStateException("damaged state: " + e.getMessage(), e);
        }
    }
}
