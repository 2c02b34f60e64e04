package io.stepcast.forecast;

import org.jspecify.annotations.Nullable;

/**
 * What the forecaster makes of one reading.
 *
 * @param scored the prediction of this reading beside it, or null when there was none, and for a filled step
 * @param next the prediction of the next one
 */
public record ForecastStep(@Nullable Scored scored, Forecast next) {}
