package io.stepcast.config;

import java.io.Serializable;

/**
 * The intervals around predictions.
 *
 * @param coverage share of outcomes that the interval is to hold (0.9)
 */
public record IntervalsConfig(double coverage) implements Serializable {}
