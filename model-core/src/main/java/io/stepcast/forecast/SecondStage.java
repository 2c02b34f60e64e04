package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.Clip;
import io.stepcast.window.WindowEncoding;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the mixture gets wrong, as far as it can be told from the time of the season: a {@link SlotExpert} on the mixture, a regression
 * of the mixture's error on mixture, level and last step of all features in each eighth of the season, and a {@link Mixer} of the
 * mixture and both corrections. Each of the three is an expert of the guard.
 *
 * <p>Memory: that of a slot expert, and 8 (d² + d features) doubles with d = 3 features + 1 (one group of up to 20 features).
 */
final class SecondStage {

    /** Steps that {@link #predict} gives. */
    static final int EXPERTS = 3;

    private static final int PARTS = 8;
    private static final double MOST_STEP = 10;
    private static final RecursiveLeastSquares.Settings SETTINGS =
            new RecursiveLeastSquares.Settings(0.999, 20, Double.POSITIVE_INFINITY);

    private final int features;
    private final int slots;
    private final WindowEncoding encoding;
    private final SlotExpert slotExpert;
    /** One for each part of the season. */
    private final List<GroupedRegression> parts = new ArrayList<>();

    private final Mixer mixer;

    /** The mixture's step behind the last prediction; shape [features]. */
    private final double[] base;

    private int part;

    SecondStage(ForecastConfig config) {
        features = config.features();
        slots = config.slots();
        encoding = new WindowEncoding(config.window());
        slotExpert = new SlotExpert(config);
        for (int i = 0; i < Math.min(PARTS, slots); i++) {
            parts.add(new GroupedRegression(SETTINGS, features, 3, 1));
        }
        mixer = new Mixer(features, EXPERTS, 0, 1);
        base = new double[features];
    }

    /**
     * Corrects the mixture.
     *
     * @param slot the slot of the step to predict
     * @param linearExpert keeps the series' last rows
     * @param mixed the mixture's steps; shape [features]
     * @param steps receives the three experts' steps; shape [{@value #EXPERTS}][features]
     */
    void predict(WindowStep step, int slot, LinearExpert linearExpert, double[] mixed, double[][] steps) {
        for (int f = 0; f < features; f++) {
            base[f] = Clip.clip(mixed[f], MOST_STEP);
        }
        slotExpert.predict(step, slot, linearExpert, base, steps[0]);
        part = (int) ((long) slot * parts.size() / slots);
        GroupedRegression regression = parts.get(part);
        for (int group = 0; group < regression.groups(); group++) {
            fill(regression, group, step, linearExpert);
        }
        regression.predict(steps[1]);
        double[] slotCorrection = new double[features];
        for (int f = 0; f < features; f++) {
            slotCorrection[f] = steps[0][f] - base[f];
        }
        mixer.mix(List.of(base, slotCorrection, steps[1]), steps[2]);
        for (int f = 0; f < features; f++) {
            steps[1][f] += base[f];
        }
    }

    private void fill(GroupedRegression regression, int group, WindowStep step, LinearExpert linearExpert) {
        double[] row = regression.inputs(group);
        int size = regression.groupSize();
        row[0] = 1;
        for (int i = 0; i < size; i++) {
            int f = group * size + i;
            double level = encoding.level(step.input(), f) * step.spread()[f] / step.stepScale()[f] / 3;
            row[1 + i] = base[f];
            row[1 + size + i] = Clip.clip(level, MOST_STEP);
            row[1 + 2 * size + i] = Clip.clip(linearExpert.lastStep(step, f), MOST_STEP);
        }
    }

    /** Learns the steps that came after the last prediction, NaN where missing; shape [features]. */
    void learn(double[] steps) {
        slotExpert.learn(steps);
        double[] errors = new double[features];
        for (int f = 0; f < features; f++) {
            errors[f] = steps[f] - base[f];
        }
        parts.get(part).learn(errors);
        mixer.learn(steps);
    }

    void write(DataOutput out) throws IOException {
        slotExpert.write(out);
        for (GroupedRegression regression : parts) {
            regression.write(out);
        }
        mixer.write(out);
        StateArrays.writeDoubles(out, base);
        out.writeInt(part);
    }

    void restore(DataInput in) throws IOException {
        slotExpert.restore(in);
        for (GroupedRegression regression : parts) {
            regression.restore(in);
        }
        mixer.restore(in);
        StateArrays.readDoubles(in, base);
        part = in.readInt();
        if (part < 0 || part >= parts.size()) {
            throw new UnreadableStateException(
                    "damaged state: a part of the season must be from 0 to " + (parts.size() - 1) + ", got " + part);
        }
    }
}
