package io.stepcast.backtest;

import io.stepcast.window.Reading;
import java.util.List;

/**
 * The unit of the scores: mean and population standard deviation of the warm-up rows per feature, missing values left out; a
 * constant column's deviation is 1. Only scores and baselines see it, never the learner.
 */
record WarmupScale(double[] mean, double[] unit) {

    static WarmupScale of(List<Reading> rows, int warmupRows, int features) {
        double[] mean = new double[features];
        double[] unit = new double[features];
        List<Reading> warmup = rows.subList(0, Math.min(warmupRows, rows.size()));
        for (int f = 0; f < features; f++) {
            int feature = f;
            double[] known = warmup.stream()
                    .mapToDouble(row -> row.values()[feature])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            double sum = 0;
            for (double value : known) {
                sum += value;
            }
            mean[f] = known.length == 0 ? 0 : sum / known.length;
            double squares = 0;
            for (double value : known) {
                squares += (value - mean[f]) * (value - mean[f]);
            }
            boolean constant = squares == 0 || !Double.isFinite(squares);
            unit[f] = constant ? 1 : Math.sqrt(squares / known.length);
        }
        return new WarmupScale(mean, unit);
    }
}
