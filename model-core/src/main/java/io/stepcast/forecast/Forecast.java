package io.stepcast.forecast;

/**
 * A prediction of the next step with its interval, in the features' own units.
 *
 * @param expected shape [features]
 * @param lower lower end of the interval; shape [features]
 * @param upper upper end of the interval; shape [features]
 */
public record Forecast(double[] expected, double[] lower, double[] upper) {}
