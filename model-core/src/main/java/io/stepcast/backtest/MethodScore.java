package io.stepcast.backtest;

/**
 * How one method did.
 *
 * @param scaled in standard deviations of the warm-up rows
 * @param raw in the features' own units
 */
public record MethodScore(Method method, ErrorScore scaled, ErrorScore raw) {}
