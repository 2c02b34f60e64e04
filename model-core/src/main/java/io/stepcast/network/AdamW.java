package io.stepcast.network;

/**
 * AdamW on flat arrays of single precision: Adam with decoupled weight decay, the gradient's norm clipped first.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015)</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2019), algorithm 2</a>
 */
final class AdamW {

    /** Keeps the step finite where the second moment is zero; the value of both papers. */
    static final double EPSILON = 1e-8;

    private final TrainingConfig training;

    AdamW(TrainingConfig training) {
        this.training = training;
    }

    /** The numbers of one step that all parameters share. */
    record Step(float gradientScale, float decay, float learningRate, float secondMomentScale) {}

    /**
     * @param stepNumber counted from 1
     * @param gradientNorm finite
     */
    Step step(long stepNumber, double learningRate, double gradientNorm) {
        double clip = training.gradientClipNorm();
        double firstCorrection = 1 - StrictMath.pow(training.beta1(), (double) stepNumber);
        double secondCorrection = 1 - StrictMath.pow(training.beta2(), (double) stepNumber);
        return new Step(
                (float) (gradientNorm > clip ? clip / gradientNorm : 1),
                (float) (1 - learningRate * training.weightDecay()),
                (float) (learningRate / firstCorrection),
                (float) (1 / Math.sqrt(secondCorrection)));
    }

    /** Moves {@code parameters} and both moments in place. */
    void apply(Step step, float[] parameters, float[] firstMoment, float[] secondMoment, float[] gradient) {
        float beta1 = (float) training.beta1();
        float beta2 = (float) training.beta2();
        float rest1 = (float) (1 - training.beta1());
        float rest2 = (float) (1 - training.beta2());
        float epsilon = (float) EPSILON;
        float scale = step.gradientScale;
        float decay = step.decay;
        float rate = step.learningRate;
        float secondScale = step.secondMomentScale;
        for (int i = 0; i < parameters.length; i++) {
            float slope = Denormals.flush(gradient[i] * scale, Denormals.SLOPE);
            float first = Denormals.flush(beta1 * firstMoment[i] + rest1 * slope, Denormals.SLOPE);
            float second = Denormals.flush(beta2 * secondMoment[i] + rest2 * slope * slope, Denormals.SQUARE);
            firstMoment[i] = first;
            secondMoment[i] = second;
            float spread = (float) Math.sqrt(second) * secondScale + epsilon;
            parameters[i] = Denormals.flush(decay * parameters[i] - rate * first / spread, Denormals.WEIGHT);
        }
    }

    /** The Euclidean norm; not finite if a number isn't. Four sums, because one would wait for itself at each addition. */
    static double norm(float[] values) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= values.length; i += 4) {
            a += (double) values[i] * values[i];
            b += (double) values[i + 1] * values[i + 1];
            c += (double) values[i + 2] * values[i + 2];
            d += (double) values[i + 3] * values[i + 3];
        }
        for (; i < values.length; i++) {
            a += (double) values[i] * values[i];
        }
        return Math.sqrt(a + b + c + d);
    }
}
