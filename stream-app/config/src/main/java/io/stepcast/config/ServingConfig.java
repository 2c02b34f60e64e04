package io.stepcast.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How predictions are served.
 *
 * @param batchSize most windows predicted in one pass ({@code batch-size}, 256)
 * @param batchTimeout longest that a window waits for others ({@code batch-timeout}, 20 ms)
 * @param publishEvery learning steps per published model version ({@code publish-every}, 1000)
 */
public record ServingConfig(int batchSize, Duration batchTimeout, int publishEvery) implements Serializable {}
