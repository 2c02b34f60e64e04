package io.stepcast.forecast;

import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The forecaster of one series: experts, mixture, interval, running scores. Confined to one thread. */
public final class SeriesForecaster {

    public SeriesForecaster(ForecastConfig config) {
        throw new IllegalStateException("being built");
    }

    /**
     * Scores the last prediction against the reading that has come, learns from it, and predicts the next.
     *
     * @param step the window that ends with the reading
     * @param networkStep the network's next step in units of {@code step.stepScale()}; shape [features]
     * @param modelVersion the model version behind {@code networkStep}
     */
    public ForecastStep advance(WindowStep step, float[] networkStep, long modelVersion) {
        throw new IllegalStateException("being built");
    }

    /** The running scores of this series. */
    public RunningScores scores() {
        throw new IllegalStateException("being built");
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        throw new IllegalStateException("being built");
    }

    /** Reads what {@link #write} wrote, continuing exactly. */
    public static SeriesForecaster read(DataInput in) throws IOException {
        throw new IllegalStateException("being built");
    }
}
