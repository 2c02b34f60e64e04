package io.stepcast.backtest;

/**
 * How one series did, in standard deviations of its warm-up rows.
 *
 * @param steps rows scored
 */
public record SeriesScore(String series, long steps, ErrorScore model, ErrorScore persistence) {}
