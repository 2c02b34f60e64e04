package io.stepcast.window;

import io.stepcast.state.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The mean step of each feature in each slot of the season, in step scales: a fading mean that begins as a plain one. Loads are
 * switched at fixed times of the day; a step of one slot is nothing that harmonics can draw. Memory: 12 bytes per slot and feature.
 */
final class StepProfile {

    /** The share of the newest step once a slot has seen ten. */
    private static final double RATE = 0.1;
    /** A slot that has seen n steps is trusted n / (n + 2). */
    private static final double DOUBT = 2;

    private static final double MOST_STEP = 10;
    /** More steps than this change nothing. */
    private static final int MOST_COUNTED = 1 << 20;

    private final int slots;
    private final double[] mean;
    private final int[] count;

    StepProfile(WindowConfig config) {
        slots = config.slots();
        mean = new double[config.features() * slots];
        count = new int[config.features() * slots];
    }

    /** The step to expect of a feature in a slot, in step scales. */
    double expected(int feature, int slot) {
        int at = feature * slots + slot;
        return mean[at] * count[at] / (count[at] + DOUBT);
    }

    /** Learns the step that came; NaN where it is unknown. */
    void learn(int feature, int slot, double step) {
        if (Double.isNaN(step)) {
            return;
        }
        int at = feature * slots + slot;
        count[at] = Math.min(MOST_COUNTED, count[at] + 1);
        mean[at] += Math.max(RATE, 1.0 / count[at]) * (Clip.clip(step, MOST_STEP) - mean[at]);
    }

    void write(DataOutput out) throws IOException {
        StateArrays.writeDoubles(out, mean);
        for (int steps : count) {
            out.writeInt(steps);
        }
    }

    void restore(DataInput in) throws IOException {
        StateArrays.readDoubles(in, mean);
        for (int i = 0; i < count.length; i++) {
            count[i] = in.readInt();
        }
    }
}
