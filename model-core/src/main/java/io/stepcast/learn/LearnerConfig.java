package io.stepcast.learn;

import java.io.Serializable;

/**
 * How a model learns and publishes.
 *
 * @param modelId the model's name
 * @param every labelled windows per learning step; 0 for one per series seen so far, at least 2 and at most 256
 * @param replay replayed windows per new one in a learning step, 0 or more
 * @param replayCapacity most labelled windows kept for replay
 * @param replayPerSeries labelled windows kept for replay for each series seen so far, within {@code replayCapacity}
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
        int replayPerSeries,
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

    /** That keeps as many windows for replay as there is room for, however few series there are. */
    public LearnerConfig(
            String modelId,
            int every,
            int replay,
            int replayCapacity,
            double learningRate,
            int batchSize,
            int publishEvery,
            Drift.Policy drift,
            long seed) {
        this(
                modelId,
                every,
                replay,
                replayCapacity,
                replayCapacity,
                learningRate,
                batchSize,
                publishEvery,
                drift,
                seed);
    }

    public LearnerConfig {
        if (modelId.isEmpty()) {
            throw new IllegalArgumentException("a model's id must not be empty");
        }
        requireAtLeast("labelled windows per learning step", 0, every);
        requireAtLeast("replayed windows per new one", 0, replay);
        requireAtLeast("replay capacity", 1, replayCapacity);
        requireAtLeast("windows kept for replay per series", 1, replayPerSeries);
        requireAtLeast("batch size", 1, batchSize);
        requireAtLeast("learning steps per published version", 1, publishEvery);
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException("the learning rate must be above 0, got " + learningRate);
        }
    }

    /** Labelled windows to keep for replay when so many series were seen. */
    int replayRoom(int series) {
        return (int) Math.min(replayCapacity, (long) replayPerSeries * Math.max(1, series));
    }

    private static void requireAtLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }
}
