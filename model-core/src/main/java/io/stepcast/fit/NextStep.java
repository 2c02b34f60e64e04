package io.stepcast.fit;

/**
 * What is expected after a series' last row.
 *
 * @param expected in the features' units; shape [features]
 */
public record NextStep(String series, double[] expected) {}
