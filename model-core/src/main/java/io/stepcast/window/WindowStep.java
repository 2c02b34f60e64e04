package io.stepcast.window;

import org.jspecify.annotations.Nullable;

/**
 * One time step of a series' window: the network's input that predicts the next one, encoded once, and the input before it with
 * this step's reading as its label. The arrays are owned by the step; nobody changes them.
 *
 * @param series the series' key
 * @param eventTimeMillis event time of the newest reading; of a filled step, when its reading should have been taken
 * @param targetTimeMillis event time of the step to predict, or {@link #NO_TARGET_TIME} for a series without a fixed step
 * @param windowSteps time steps in the window, 1 to T: the length of {@code input}'s real part
 * @param emptySteps those of them that hold no value: filled ones, and readings that missed every feature
 * @param observed the newest reading, NaN where missing, in the features' units; shape [features]
 * @param last the newest known value per feature: the persistence forecast; shape [features]
 * @param spread the spread of each feature's values by the series' scaling, after the newest reading, in the features' units, above
 *     0; shape [features]
 * @param stepScale running root mean square of the steps x_t - x_(t-1) per feature after the newest reading, in the features'
 *     units, above 0; shape [features]
 * @param input the network's input for the next step, row-major; shape [time, inputs]
 * @param labelled the input before it with its label, or null for the first window of a series or after a restart, and for filled
 *     steps
 * @param filled whether nothing came for this step, which is in the window to keep its rows a step apart: nothing is to be scored,
 *     learnt or published
 * @param restarted whether the window began anew after a gap: rows before it are not the ones that lie in time before it
 */
public record WindowStep(
        String series,
        long eventTimeMillis,
        long targetTimeMillis,
        int windowSteps,
        int emptySteps,
        double[] observed,
        double[] last,
        double[] spread,
        double[] stepScale,
        float[] input,
        @Nullable LabelledWindow labelled,
        boolean filled,
        boolean restarted) {

    /** Stands for "the next reading, whenever it comes". */
    public static final long NO_TARGET_TIME = Long.MIN_VALUE;

    /** Time steps of the window that hold a value. */
    public int realSteps() {
        return windowSteps - emptySteps;
    }

    /** The step of a reading, without a gap before it. */
    public WindowStep(
            String series,
            long eventTimeMillis,
            long targetTimeMillis,
            int windowSteps,
            double[] observed,
            double[] last,
            double[] spread,
            double[] stepScale,
            float[] input,
            @Nullable LabelledWindow labelled) {
        this(
                series,
                eventTimeMillis,
                targetTimeMillis,
                windowSteps,
                0,
                observed,
                last,
                spread,
                stepScale,
                input,
                labelled,
                false,
                false);
    }
}
