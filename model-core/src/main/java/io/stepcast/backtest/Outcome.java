package io.stepcast.backtest;

import io.stepcast.forecast.Forecast;
import java.util.Map;

/**
 * A scored row beside all that was predicted for it, in the features' own units. Arrays have shape [features] and must not be
 * changed.
 *
 * @param row from 0 within the series
 * @param observed NaN where missing
 * @param forecast the model's prediction and interval
 * @param predictions of every method, the model's too
 * @param unit standard deviations of the warm-up rows, 1 where zero
 */
public record Outcome(
        String series,
        int row,
        long eventTimeMillis,
        double[] observed,
        Forecast forecast,
        Map<Method, double[]> predictions,
        double[] unit) {

    public Outcome {
        predictions = Map.copyOf(predictions);
    }
}
