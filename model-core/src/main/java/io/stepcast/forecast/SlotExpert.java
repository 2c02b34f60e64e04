package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.Clip;
import io.stepcast.window.WindowEncoding;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What another expert gets wrong at each time of the season: per slot and feature a tiny recursive least squares with forgetting,
 * on a constant, that expert's step, the step one season ago, the level and the last step. Residuals count as at most three
 * running standard deviations.
 *
 * <p>Memory: 248 bytes per slot and feature. Makes nothing where the season is unknown.
 */
final class SlotExpert {

    private static final int INPUTS = 5;
    private static final double FORGETTING = 0.985;
    private static final double RIDGE = 20;
    private static final double CLIP = 3;
    private static final double MOST_SQUARE = 9;
    private static final double RESIDUAL_MEMORY = 0.95;
    private static final double MOST_TRACE = 1000 * INPUTS / RIDGE;
    private static final double MOST_INPUT = 10;

    private final int features;
    private final int slots;
    private final WindowEncoding encoding;

    /** Inverse correlations, shape [features, slots, INPUTS, INPUTS]. */
    private final double[] inverse;
    /** Shape [features, slots, INPUTS]. */
    private final double[] weights;
    /** Shape [features, slots]. */
    private final double[] residualSquare;

    /** The inputs behind the last prediction; shape [features, INPUTS]. */
    private final double[] inputs;
    /** The other expert's step then; shape [features]. */
    private final double[] base;

    private int slot;

    private final double[] direction = new double[INPUTS];

    SlotExpert(ForecastConfig config) {
        features = config.features();
        slots = config.slots() > 1 ? config.slots() : 0;
        encoding = new WindowEncoding(config.window());
        inverse = new double[features * slots * INPUTS * INPUTS];
        weights = new double[features * slots * INPUTS];
        residualSquare = new double[features * slots];
        inputs = new double[features * INPUTS];
        base = new double[features];
        Arrays.fill(residualSquare, 1);
        for (int i = 0; i < features * slots; i++) {
            for (int j = 0; j < INPUTS; j++) {
                inverse[(i * INPUTS + j) * INPUTS + j] = 1 / RIDGE;
            }
        }
    }

    /** Whether the season is known, so that there is anything to learn. */
    boolean present() {
        return slots > 0;
    }

    /**
     * Predicts the step after the newest row.
     *
     * @param slotOfTarget the slot of the step to predict
     * @param rows the linear expert, which keeps the series' last rows and has just predicted
     * @param others the other expert's steps, shape [features]
     * @param steps receives the prediction in units of {@code step.stepScale()}; shape [features]
     */
    void predict(WindowStep step, int slotOfTarget, LinearExpert rows, double[] others, double[] steps) {
        slot = slotOfTarget;
        for (int f = 0; f < features; f++) {
            base[f] = others[f];
            int at = f * INPUTS;
            double level = encoding.level(step.input(), f) * step.spread()[f] / step.stepScale()[f] / 3;
            inputs[at] = 1;
            inputs[at + 1] = Clip.clip(others[f], MOST_INPUT);
            inputs[at + 2] = Clip.clip(rows.stepOneSeasonAgo(step, f), MOST_INPUT);
            inputs[at + 3] = Clip.clip(level, MOST_INPUT);
            inputs[at + 4] = Clip.clip(rows.lastStep(step, f), MOST_INPUT);
            steps[f] = others[f] + correction(f);
        }
    }

    private double correction(int feature) {
        double sum = 0;
        int from = (feature * slots + slot) * INPUTS;
        for (int i = 0; i < INPUTS; i++) {
            sum += weights[from + i] * inputs[feature * INPUTS + i];
        }
        return sum;
    }

    /** Learns the steps that came after the last prediction, NaN where missing; shape [features]. */
    void learn(double[] steps) {
        for (int f = 0; f < features; f++) {
            if (!Double.isNaN(steps[f])) {
                learn(f, steps[f] - base[f]);
            }
        }
    }

    private void learn(int feature, double target) {
        int unit = feature * slots + slot;
        int from = unit * INPUTS;
        double residual = robust(unit, target - correction(feature));
        double power = FORGETTING;
        for (int i = 0; i < INPUTS; i++) {
            double sum = 0;
            for (int j = 0; j < INPUTS; j++) {
                sum += inverse[(from + i) * INPUTS + j] * inputs[feature * INPUTS + j];
            }
            direction[i] = sum;
            power += sum * inputs[feature * INPUTS + i];
        }
        double trace = 0;
        for (int i = 0; i < INPUTS; i++) {
            double gain = direction[i] / power;
            weights[from + i] += gain * residual;
            for (int j = 0; j < INPUTS; j++) {
                int at = (from + i) * INPUTS + j;
                inverse[at] = (inverse[at] - gain * direction[j]) / FORGETTING;
            }
            trace += inverse[(from + i) * INPUTS + i];
        }
        if (trace > MOST_TRACE) {
            for (int at = from * INPUTS; at < (from + INPUTS) * INPUTS; at++) {
                inverse[at] *= MOST_TRACE / trace;
            }
        }
    }

    private double robust(int unit, double residual) {
        double square = Math.min(residual * residual, MOST_SQUARE * residualSquare[unit]);
        residualSquare[unit] = RESIDUAL_MEMORY * residualSquare[unit] + (1 - RESIDUAL_MEMORY) * square;
        return Clip.clip(residual, CLIP * Math.sqrt(residualSquare[unit]));
    }

    void write(DataOutput out) throws IOException {
        for (double[] array : arrays()) {
            StateArrays.writeDoubles(out, array);
        }
        out.writeInt(slot);
    }

    void restore(DataInput in) throws IOException {
        for (double[] array : arrays()) {
            StateArrays.readDoubles(in, array);
        }
        slot = in.readInt();
        if (slot < 0 || slot >= Math.max(1, slots)) {
            throw new UnreadableStateException(
                    "damaged state: a slot must be from 0 to " + (Math.max(1, slots) - 1) + ", got " + slot);
        }
    }

    private double[][] arrays() {
        return new double[][] {inverse, weights, residualSquare, inputs, base};
    }
}
