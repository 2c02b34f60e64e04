package io.stepcast.forecast;

import io.stepcast.window.Clip;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Learns how to combine the experts' steps into one. Begins as the plain mean of some of them. */
final class Mixer {

    private static final double MOST_STEP = 10;
    private static final RecursiveLeastSquares.Settings SETTINGS = new RecursiveLeastSquares.Settings(0.9999, 20, 3);

    /** Inputs of a group: each expert's steps, 1. */
    private final GroupedRegression regression;

    /**
     * @param from the first expert of those that the mixture begins as
     * @param to the one after the last
     */
    Mixer(int features, int experts, int from, int to) {
        regression = new GroupedRegression(SETTINGS, features, experts, 1);
        int size = regression.groupSize();
        for (int group = 0; group < regression.groups(); group++) {
            for (int expert = from; expert < to; expert++) {
                for (int i = 0; i < size; i++) {
                    regression.weight(group, i, expert * size + i, 1.0 / (to - from));
                }
            }
        }
    }

    /** Mixes the experts' steps; each of shape [features], in step scales. */
    void mix(List<double[]> experts, double[] mixed) {
        int size = regression.groupSize();
        for (int group = 0; group < regression.groups(); group++) {
            double[] row = regression.inputs(group);
            int at = 0;
            for (double[] steps : experts) {
                for (int i = 0; i < size; i++) {
                    row[at++] = Clip.clip(steps[group * size + i], MOST_STEP);
                }
            }
            row[at] = 1;
        }
        regression.predict(mixed);
    }

    /** Learns the steps that came; NaN where missing. */
    void learn(double[] steps) {
        regression.learn(steps);
    }

    void write(DataOutput out) throws IOException {
        regression.write(out);
    }

    void restore(DataInput in) throws IOException {
        regression.restore(in);
    }
}
