package io.stepcast.learn;

/** The learning rate's schedule: high while the model is young, then constant. */
final class LearningRate {

    /** How many times the rate is added at the first step to that of an LSTM or GRU. */
    static final double RECURRENT_EARLY = 7;

    /** The same of a feed-forward network. */
    static final double FEED_FORWARD_EARLY = 3;

    /** Steps until nothing is added. */
    private static final double EARLY_STEPS = 2880;

    private LearningRate() {}

    /** The share of what is added for the step after {@code learningSteps}: 1 at first, then falling to 0. */
    static double early(long learningSteps) {
        return Math.max(0, 1 - learningSteps / EARLY_STEPS);
    }
}
