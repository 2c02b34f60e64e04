package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import io.stepcast.window.Clip;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Weighs the experts of each feature by their past regret, so that the result is hardly ever worse than the best of them: ML-Poly
 * with gradient regrets on the squared error. Persistence begins with a regret in its favour that the others must earn.
 *
 * @see <a href="https://arxiv.org/abs/1402.2044">Gaillard, Stoltz and van Erven (2014), A second-order bound with excess losses</a>
 */
final class Guard {

    private static final double PERSISTENCE_PRIOR = 50;
    private static final double MOST_STEP = 10;

    private final int experts;
    private final int persistence;

    /** Per feature and expert: sum of the regrets. */
    private final double[] regret;
    /** Per feature and expert: sum of their squares. */
    private final double[] regretSquare;
    /** Per feature: the largest regret so far, in absolute terms. */
    private final double[] most;

    /** The experts' steps behind the last result; shape [features, experts]. */
    private final double[] steps;
    /** The last result; shape [features]. */
    private final double[] combined;

    /** @param persistence which expert predicts no change */
    Guard(int features, int experts, int persistence) {
        this.experts = experts;
        this.persistence = persistence;
        regret = new double[features * experts];
        regretSquare = new double[features * experts];
        most = new double[features];
        steps = new double[features * experts];
        combined = new double[features];
        for (int f = 0; f < features; f++) {
            regret[f * experts + persistence] = PERSISTENCE_PRIOR;
        }
    }

    /** Sets what an expert predicts for a feature, in step scales. */
    void expert(int feature, int expert, double step) {
        steps[feature * experts + expert] = Clip.clip(step, MOST_STEP);
    }

    /** The weighted mean of a feature's experts. */
    double combine(int feature) {
        double weights = 0;
        double sum = 0;
        for (int k = feature * experts; k < (feature + 1) * experts; k++) {
            double weight = Math.max(regret[k], 0) / (1 + regretSquare[k] + most[feature] * most[feature]);
            weights += weight;
            sum += weight * steps[k];
        }
        combined[feature] = weights > 0 ? sum / weights : steps[feature * experts + persistence];
        return combined[feature];
    }

    /** Learns the step that came for a feature. */
    void learn(int feature, double step) {
        double error = combined[feature] - Clip.clip(step, MOST_STEP);
        double largest = most[feature];
        for (int k = feature * experts; k < (feature + 1) * experts; k++) {
            double excess = 2 * error * (combined[feature] - steps[k]);
            regret[k] += excess;
            regretSquare[k] += excess * excess;
            largest = Math.max(largest, Math.abs(excess));
        }
        most[feature] = largest;
    }

    void write(DataOutput out) throws IOException {
        for (double[] array : arrays()) {
            StateArrays.writeDoubles(out, array);
        }
    }

    void restore(DataInput in) throws IOException {
        for (double[] array : arrays()) {
            StateArrays.readDoubles(in, array);
        }
    }

    private double[][] arrays() {
        return new double[][] {regret, regretSquare, most, steps, combined};
    }
}
