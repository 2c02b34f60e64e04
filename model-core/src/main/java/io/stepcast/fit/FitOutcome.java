package io.stepcast.fit;

/**
 * A reading beside what was predicted for it; all in the features' units, shape [features].
 *
 * @param time as {@link FitSeries} has it
 * @param observed NaN where missing
 * @param expected the network's prediction
 * @param last the last known values before it: the persistence forecast
 */
public record FitOutcome(String series, long time, double[] observed, double[] expected, double[] last) {}
