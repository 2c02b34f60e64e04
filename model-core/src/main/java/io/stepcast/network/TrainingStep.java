package io.stepcast.network;

/** What became of one training step. */
public sealed interface TrainingStep {

    /** The weights moved: the batch's loss before the step, and the gradient's norm before clipping. */
    record Applied(double loss, double gradientNorm) implements TrainingStep {}

    /** The weights, the moments and the step count stayed as they were, because the loss or the gradient was not finite, or beyond its bound. */
    record Refused(double loss, double gradientNorm) implements TrainingStep {}
}
