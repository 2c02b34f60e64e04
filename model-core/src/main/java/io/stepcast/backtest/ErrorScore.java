package io.stepcast.backtest;

/** Mean squared and mean absolute error over steps and features; NaN where nothing was scored. */
public record ErrorScore(double mse, double mae) {}
