package io.stepcast.learn;

import java.io.Serializable;

/**
 * How a model learns and publishes.
 *
 * @param modelId the model's name
 * @param every labelled windows per learning step; 0 for one per series seen so far, at most 256
 * @param replay replayed windows per new one in a learning step, 0 or more
 * @param replayCapacity labelled windows kept for replay
 * @param learningRate the rate after the first steps; above 0
 * @param batchSize most windows predicted in one pass
 * @param publishEvery learning steps per published model version
 * @param drift what is done when the loss has risen for good
 * @param seed of the initial parameters and the replay sample
 */
public record LearnerConfig(
        String modelId,
        int every,
        int replay,
        int replayCapacity,
        double learningRate,
        int batchSize,
        int publishEvery,
        Drift.Policy drift,
        long seed)
        implements Serializable {

    /** That does not look for changes of the loss. */
    public LearnerConfig(
            String modelId,
            int every,
            int replay,
            int replayCapacity,
            double learningRate,
            int batchSize,
            int publishEvery,
            long seed) {
        this(modelId, every, replay, replayCapacity, learningRate, batchSize, publishEvery, Drift.Policy.OFF, seed);
    }

    public LearnerConfig {
        if (modelId.isEmpty()) {
            throw new IllegalArgumentException("a model's id must not be empty");
        }
        requireAtLeast("labelled windows per learning step", 0, every);
        requireAtLeast("replayed windows per new one", 0, replay);
        requireAtLeast("replay capacity", 1, replayCapacity);
        requireAtLeast("batch size", 1, batchSize);
        requireAtLeast("learning steps per published version", 1, publishEvery);
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException("the learning rate must be above 0, got " + learningRate);
        }
    }

    private static void requireAtLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }
}
