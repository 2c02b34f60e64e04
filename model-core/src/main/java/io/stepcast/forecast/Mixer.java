package io.stepcast.forecast;

import io.stepcast.window.Clip;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Learns how to combine the network's and the linear expert's steps into one. Begins as the network alone. */
final class Mixer {

    private static final double MOST_STEP = 10;
    private static final RecursiveLeastSquares.Settings SETTINGS = new RecursiveLeastSquares.Settings(0.9999, 20, 3);

    /** Inputs of a group: the network's steps, the linear expert's, 1. */
    private final GroupedRegression regression;

    Mixer(int features) {
        regression = new GroupedRegression(SETTINGS, features, 2, 1);
        for (int group = 0; group < regression.groups(); group++) {
            for (int i = 0; i < regression.groupSize(); i++) {
                regression.weight(group, i, i, 1);
            }
        }
    }

    /** Mixes the steps of both; all shapes [features], in step scales. */
    void mix(double[] network, double[] linear, double[] mixed) {
        int size = regression.groupSize();
        for (int group = 0; group < regression.groups(); group++) {
            double[] row = regression.inputs(group);
            for (int i = 0; i < size; i++) {
                row[i] = Clip.clip(network[group * size + i], MOST_STEP);
                row[size + i] = Clip.clip(linear[group * size + i], MOST_STEP);
            }
            row[2 * size] = 1;
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
