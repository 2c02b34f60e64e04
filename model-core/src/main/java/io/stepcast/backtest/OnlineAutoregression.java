package io.stepcast.backtest;

import io.stepcast.forecast.RecursiveLeastSquares;
import java.util.Arrays;

/**
 * The baseline "online linear": per feature an autoregression on the last {@value #LAGS} values and a constant, by recursive least
 * squares with ridge 10 and no forgetting, in standard deviations of the warm-up rows. A missing value counts as the last known one
 * and is not learnt.
 */
final class OnlineAutoregression {

    private static final int LAGS = 60;
    private static final RecursiveLeastSquares.Settings SETTINGS =
            new RecursiveLeastSquares.Settings(1, 10, Double.POSITIVE_INFINITY);

    private final double[] mean;
    private final double[] unit;
    private final RecursiveLeastSquares[] regressions;
    /** Newest value first, then a 1; shape [features][LAGS + 1]. */
    private final double[][] inputs;

    OnlineAutoregression(double[] mean, double[] unit) {
        this.mean = mean;
        this.unit = unit;
        regressions = new RecursiveLeastSquares[mean.length];
        inputs = new double[mean.length][LAGS + 1];
        for (int f = 0; f < mean.length; f++) {
            regressions[f] = new RecursiveLeastSquares(SETTINGS, LAGS + 1, 1);
            inputs[f][LAGS] = 1;
        }
    }

    /** The next row, in the features' own units. */
    double[] predict() {
        double[] next = new double[mean.length];
        for (int f = 0; f < next.length; f++) {
            next[f] = mean[f] + unit[f] * regressions[f].predict(inputs[f], 0);
        }
        return next;
    }

    /** Learns the row that came; NaN where missing. */
    void learn(double[] observed) {
        for (int f = 0; f < mean.length; f++) {
            double[] row = inputs[f];
            double value = row[0];
            if (!Double.isNaN(observed[f])) {
                value = (observed[f] - mean[f]) / unit[f];
                regressions[f].learn(row, new double[] {value});
            }
            System.arraycopy(row, 0, row, 1, LAGS - 1);
            row[0] = value;
        }
    }

    /** The first row, which has no row before it to be predicted from. */
    void start(double[] observed) {
        for (int f = 0; f < mean.length; f++) {
            double value = Double.isNaN(observed[f]) ? 0 : (observed[f] - mean[f]) / unit[f];
            Arrays.fill(inputs[f], 0, LAGS, 0);
            inputs[f][0] = value;
        }
    }
}
