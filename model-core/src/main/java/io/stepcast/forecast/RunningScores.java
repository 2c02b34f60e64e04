package io.stepcast.forecast;

/**
 * Sums over the outcomes of a series so far; errors are absolute, in units of the running standard deviation, one per present
 * value.
 */
public record RunningScores(
        long outcomes, long values, double error, double persistenceError, double linearError, long covered) {}
