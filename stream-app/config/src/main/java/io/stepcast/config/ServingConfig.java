package io.stepcast.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How predictions are served.
 *
 * @param batchSize most windows predicted in one pass ({@code batch-size}, 256)
 * @param batchTimeout longest that a window waits for others ({@code batch-timeout}, 20 ms)
 * @param publishEvery learning steps per published model version ({@code publish-every}, 1000)
 * @param inlineLimit largest parameters, in bytes, that a model update carries itself ({@code inline-limit}, 512 KiB)
 * @param keepVersions newest model versions that are kept ({@code keep-versions}, 100)
 */
public record ServingConfig(int batchSize, Duration batchTimeout, int publishEvery, int inlineLimit, int keepVersions)
        implements Serializable {}
