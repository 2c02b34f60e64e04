package io.stepcast.network;

import java.io.Serializable;

/**
 * How a network takes a training step: AdamW on the Huber loss with the gradient's norm clipped.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param weightDecay decoupled weight decay per unit of learning rate (Loshchilov and Hutter, 2019)
 * @param gradientClipNorm the gradient is scaled down to this Euclidean norm when longer; above 0
 * @param huberThreshold residuals beyond this many units count linearly; above 0
 */
public record TrainingConfig(
        double beta1, double beta2, double weightDecay, double gradientClipNorm, double huberThreshold)
        implements Serializable {

    /** The values of Kingma and Ba (2015), a weight decay of 0.1, clipping at 1 and a threshold of 1 step scale. */
    public static TrainingConfig defaults() {
        return new TrainingConfig(0.9, 0.999, 0.1, 1.0, 1.0);
    }

    public TrainingConfig {
        requireShare("beta1", beta1);
        requireShare("beta2", beta2);
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weight decay must not be negative, got " + weightDecay);
        }
        requirePositive("gradient clip norm", gradientClipNorm);
        requirePositive("Huber threshold", huberThreshold);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1, got " + value);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("the " + name + " must be above 0, got " + value);
        }
    }
}
