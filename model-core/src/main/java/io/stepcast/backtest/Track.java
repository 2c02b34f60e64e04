package io.stepcast.backtest;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.forecast.ForecastStep;
import io.stepcast.forecast.Scored;
import io.stepcast.forecast.SeriesForecaster;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
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
    private final List<double[]> rows;
    private final WarmupScale scale;
    private final OnlineAutoregression autoregression;
    private final int seasonRows;
    /** The newest row that a prediction stands on. */
    private int newest;

    private @Nullable WindowStep lastStep;
    private float @Nullable [][] lastNetworkSteps;

    /** @param rows all rows of the series in the order of time; shape [rows][features] */
    Track(String series, List<double[]> rows, RowRange range, ForecastConfig config, int seasonRows) {
        this.series = series;
        this.rows = rows;
        this.range = range;
        this.seasonRows = seasonRows;
        window = new SeriesWindow(config.window());
        forecaster = new SeriesForecaster(config);
        scale = WarmupScale.of(rows, range.warmupRows(), config.features());
        autoregression = new OnlineAutoregression(scale.mean(), scale.unit());
        autoregression.start(rows.get(0));
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
     * @return the row that the window ends with beside its predictions, or null when there are none or it is not to be scored
     */
    @Nullable
    Outcome advance(WindowStep step, float[][] networkSteps, ForecastStep forecast) {
        newest++;
        double[] linear = autoregression.predict();
        autoregression.learn(step.observed());
        Scored scored = forecast.scored();
        WindowStep before = lastStep;
        float[][] networkBefore = lastNetworkSteps;
        lastStep = step;
        lastNetworkSteps = networkSteps;
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
        int row = newest - seasonRows;
        double[] prediction = last.clone();
        if (seasonRows > 0 && row >= 0) {
            for (int f = 0; f < prediction.length; f++) {
                double value = rows.get(row)[f];
                prediction[f] = Double.isNaN(value) ? last[f] : value;
            }
        }
        return prediction;
    }
}
