package io.stepcast.learn;

import io.stepcast.network.TrainingStep;
import java.util.Locale;

/** Why a learning step was refused. */
public enum Refusal {
    /** The loss was infinite or not a number. */
    NON_FINITE_LOSS,
    /** The gradient was infinite or not a number. */
    NON_FINITE_GRADIENT,
    /** The loss was far beyond its usual size. */
    GROWING_LOSS,
    /** The gradient was far longer than usual. */
    GROWING_GRADIENT;

    /** As events and metrics name it: {@code non-finite-loss}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param mostLoss the largest loss that was allowed */
    static Refusal of(TrainingStep.Refused step, double mostLoss) {
        if (!Double.isFinite(step.loss())) {
            return NON_FINITE_LOSS;
        }
        if (!Double.isFinite(step.gradientNorm())) {
            return NON_FINITE_GRADIENT;
        }
        return step.loss() > mostLoss ? GROWING_LOSS : GROWING_GRADIENT;
    }
}
