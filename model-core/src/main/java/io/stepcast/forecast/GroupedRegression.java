package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Regressions for the features of a series. Up to {@value #MOST_SHARED} features are one group, whose features explain each other and
 * share one inverse correlation matrix; beyond that each feature is a group of its own, so that work and memory grow with the
 * features, not their square. Keeps the inputs behind the last prediction, to learn from them.
 *
 * <p>Memory: with g groups of d inputs, g d² + d features doubles.
 */
final class GroupedRegression {

    private static final int MOST_SHARED = 20;

    private final int groupSize;
    private final RecursiveLeastSquares[] regressions;
    /** Shape [groups][inputs]. */
    private final double[][] inputs;

    /**
     * @param perFeature inputs for each feature of a group
     * @param common inputs for a group as a whole
     */
    GroupedRegression(RecursiveLeastSquares.Settings settings, int features, int perFeature, int common) {
        groupSize = features <= MOST_SHARED ? features : 1;
        regressions = new RecursiveLeastSquares[features / groupSize];
        inputs = new double[regressions.length][perFeature * groupSize + common];
        for (int group = 0; group < regressions.length; group++) {
            regressions[group] = new RecursiveLeastSquares(settings, inputs[group].length, groupSize);
        }
    }

    int groups() {
        return regressions.length;
    }

    int groupSize() {
        return groupSize;
    }

    /** The inputs of a group, to be filled before {@link #predict}. */
    double[] inputs(int group) {
        return inputs[group];
    }

    /** Sets the initial weight of an input for a feature of a group. */
    void weight(int group, int feature, int input, double value) {
        regressions[group].weight(feature, input, value);
    }

    /** Predicts all features from the inputs; shape [features]. */
    void predict(double[] predictions) {
        for (int feature = 0; feature < predictions.length; feature++) {
            int group = feature / groupSize;
            predictions[feature] = regressions[group].predict(inputs[group], feature % groupSize);
        }
    }

    /** Learns what came after the last prediction, NaN where it is missing; shape [features]. */
    void learn(double[] targets) {
        double[] ofGroup = new double[groupSize];
        for (int group = 0; group < regressions.length; group++) {
            System.arraycopy(targets, group * groupSize, ofGroup, 0, groupSize);
            regressions[group].learn(inputs[group], ofGroup);
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
