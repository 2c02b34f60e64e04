package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import io.stepcast.window.Clip;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Learns how to combine the network's and the linear expert's steps into one: recursive least squares on both, for all features
 * together up to {@value #MOST_SHARED} of them and for each on its own beyond. Begins as the network alone.
 */
final class Mixer {

    private static final int MOST_SHARED = 20;
    private static final double MOST_STEP = 10;
    private static final RecursiveLeastSquares.Settings SETTINGS = new RecursiveLeastSquares.Settings(0.9999, 20, 3);

    private final int groupSize;
    private final RecursiveLeastSquares[] regressions;
    /** The inputs behind the last mixture, [network steps, linear steps, 1]; shape [groups][inputs]. */
    private final double[][] inputs;

    Mixer(int features) {
        groupSize = features <= MOST_SHARED ? features : 1;
        regressions = new RecursiveLeastSquares[features / groupSize];
        int width = 2 * groupSize + 1;
        inputs = new double[regressions.length][width];
        for (int group = 0; group < regressions.length; group++) {
            regressions[group] = new RecursiveLeastSquares(SETTINGS, width, groupSize);
            for (int i = 0; i < groupSize; i++) {
                regressions[group].weight(i, i, 1);
            }
        }
    }

    /** Mixes the steps of both; all shapes [features], in step scales. */
    void mix(double[] network, double[] linear, double[] mixed) {
        for (int group = 0; group < regressions.length; group++) {
            double[] row = inputs[group];
            for (int i = 0; i < groupSize; i++) {
                row[i] = Clip.clip(network[group * groupSize + i], MOST_STEP);
                row[groupSize + i] = Clip.clip(linear[group * groupSize + i], MOST_STEP);
            }
            row[2 * groupSize] = 1;
            for (int i = 0; i < groupSize; i++) {
                mixed[group * groupSize + i] = regressions[group].predict(row, i);
            }
        }
    }

    /** Learns the steps that came; NaN where missing. */
    void learn(double[] steps) {
        double[] targets = new double[groupSize];
        for (int group = 0; group < regressions.length; group++) {
            System.arraycopy(steps, group * groupSize, targets, 0, groupSize);
            regressions[group].learn(inputs[group], targets);
        }
    }

    void write(DataOutput out) throws IOException {
        for (int group = 0; group < regressions.length; group++) {
            regressions[group].write(out);
            StateArrays.writeDoubles(out, inputs[group]);
        }
    }

    void restore(DataInput in) throws IOException {
        for (int group = 0; group < regressions.length; group++) {
            regressions[group].restore(in);
            StateArrays.readDoubles(in, inputs[group]);
        }
    }
}
