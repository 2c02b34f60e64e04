package io.stepcast.network;

/**
 * How far a training step may go.
 *
 * @param learningRate finite and above 0
 * @param mostLoss the step is refused when its loss is larger; infinite for no bound but finiteness
 * @param mostGradientNorm the step is refused when its gradient, before clipping, is longer; infinite for no bound but finiteness
 */
public record StepSize(double learningRate, double mostLoss, double mostGradientNorm) {

    /** Without bounds on loss and gradient, but that they are finite. */
    public static StepSize of(double learningRate) {
        return new StepSize(learningRate, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    public StepSize {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be finite and above 0, got " + learningRate);
        }
    }

    /** Whether a step with this loss and gradient may be taken. */
    public boolean allows(double loss, double gradientNorm) {
        return Double.isFinite(loss)
                && Double.isFinite(gradientNorm)
                && loss <= mostLoss
                && gradientNorm <= mostGradientNorm;
    }
}
