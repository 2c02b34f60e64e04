package io.stepcast.backtest;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.forecast.ForecastStep;
import io.stepcast.forecast.Scored;
import io.stepcast.forecast.SeriesForecaster;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One series on its way through the backtest: its window and forecaster as in the job, its rows, its baselines and sums. */
final class Track {

    final SeriesWindow window;
    final SeriesForecaster forecaster;
    final RowRange range;
    final ErrorSum model = new ErrorSum();
    final ErrorSum persistence = new ErrorSum();
    /** Shape [coverages][features], the main coverage first. */
    final List<List<IntervalSums>> intervals = new ArrayList<>();

    long scoredSteps;
    /** Rows given to the window so far. */
    int taken;

    private final String series;
    private final List<Reading> rows;
    private final WarmupScale scale;
    private final OnlineAutoregression autoregression;
    private final WindowConfig config;
    /** The newest row that the baselines have seen. */
    private int newest;

    private @Nullable WindowStep lastStep;
    private float @Nullable [][] lastNetworkSteps;

    /** @param rows all rows of the series in the order of time */
    Track(String series, List<Reading> rows, RowRange range, ForecastConfig config) {
        this.series = series;
        this.rows = rows;
        this.range = range;
        this.config = config.window();
        window = new SeriesWindow(config.window());
        forecaster = new SeriesForecaster(config);
        scale = WarmupScale.of(rows, range.warmupRows(), config.features());
        autoregression = new OnlineAutoregression(scale.mean(), scale.unit());
        autoregression.start(rows.get(0).values());
        for (double coverage : config.coverages()) {
            List<IntervalSums> ofFeatures = new ArrayList<>();
            for (int f = 0; f < config.features(); f++) {
                ofFeatures.add(new IntervalSums(coverage));
            }
            intervals.add(ofFeatures);
        }
    }

    String series() {
        return series;
    }

    /**
     * Takes the next window, what the network made of it, and what the forecaster then made; calls come in the order of rows.
     *
     * @return the row that the window ends with beside its predictions, or null when there are none or it is not to be scored, and for
     *     a time step that has no row
     */
    @Nullable
    Outcome advance(WindowStep step, float[][] networkSteps, ForecastStep forecast) {
        WindowStep before = lastStep;
        float[][] networkBefore = lastNetworkSteps;
        lastStep = step;
        lastNetworkSteps = networkSteps;
        if (step.filled()) {
            autoregression.learn(step.observed());
            return null;
        }
        double[] linear = moveTo(step);
        Scored scored = forecast.scored();
        if (scored == null || before == null || networkBefore == null) {
            return null;
        }
        if (newest < range.warmupRows()) {
            calibrate(scored);
        }
        if (!range.scores(newest)) {
            return null;
        }
        scoredSteps++;
        Map<Method, double[]> predictions = new EnumMap<>(Method.class);
        predictions.put(Method.MODEL, scored.prediction().expected());
        predictions.put(Method.LSTM, network(before, networkBefore));
        predictions.put(Method.PERSISTENCE, before.last());
        predictions.put(Method.SEASONAL_NAIVE, seasonAgo(before.last()));
        predictions.put(Method.ONLINE_LINEAR, linear);
        return new Outcome(
                series,
                newest,
                step.eventTimeMillis(),
                step.observed(),
                scored.prediction(),
                predictions,
                scale.unit());
    }

    /**
     * Moves on to the row that a window ends with. Rows that no window ended with, the first after a restart and a second of one time
     * step, are learnt from on the way.
     *
     * @return the online autoregression's prediction of the row
     */
    private double[] moveTo(WindowStep step) {
        newest++;
        while (rows.get(newest).eventTimeMillis() < step.eventTimeMillis()) {
            autoregression.learn(rows.get(newest).values());
            newest++;
        }
        double[] prediction = autoregression.predict();
        autoregression.learn(step.observed());
        return prediction;
    }

    private void calibrate(Scored scored) {
        for (int f = 0; f < scored.observed().length; f++) {
            double error = (scored.observed()[f] - scored.prediction().expected()[f]) / scale.unit()[f];
            if (!Double.isNaN(error)) {
                for (List<IntervalSums> ofCoverage : intervals) {
                    ofCoverage.get(f).calibrate(error);
                }
            }
        }
    }

    private static double[] network(WindowStep before, float[][] networkSteps) {
        double[] prediction = before.last().clone();
        if (networkSteps.length > 0) {
            for (int f = 0; f < prediction.length; f++) {
                prediction[f] += networkSteps[0][f] * before.stepScale()[f];
            }
        }
        return prediction;
    }

    private double[] seasonAgo(double[] last) {
        double[] prediction = last.clone();
        double[] values = valuesSeasonAgo();
        for (int f = 0; f < prediction.length; f++) {
            prediction[f] = Double.isNaN(values[f]) ? last[f] : values[f];
        }
        return prediction;
    }

    /** The values of the row one season of time steps before the newest; all NaN where there is none. */
    private double[] valuesSeasonAgo() {
        long moment = rows.get(newest).eventTimeMillis() - config.seasonReadings() * config.stepMillis();
        int low = 0;
        int high = newest;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (config.stepsBetween(rows.get(middle).eventTimeMillis(), moment) > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        double[] none = new double[config.features()];
        Arrays.fill(none, Double.NaN);
        boolean there = low < newest && config.stepsBetween(rows.get(low).eventTimeMillis(), moment) == 0;
        return there ? rows.get(low).values() : none;
    }
}
