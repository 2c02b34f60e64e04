package io.stepcast.learn;

/** The learning rate's schedule: high while the model is young, then constant. */
final class LearningRate {

    /** Extra rates at the first step. */
    private static final double EARLY_EXTRA = 7;
    /** Steps until the extra is gone. */
    private static final double EARLY_STEPS = 2880;

    private LearningRate() {}

    /** The rate of the step after {@code learningSteps}. */
    static double at(LearnerConfig config, long learningSteps) {
        return config.learningRate() * (1 + EARLY_EXTRA * Math.max(0, 1 - learningSteps / EARLY_STEPS));
    }
}
