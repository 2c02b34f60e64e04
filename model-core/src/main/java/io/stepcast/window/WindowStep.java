package io.stepcast.window;

import org.jspecify.annotations.Nullable;

/**
 * What windowing makes of one reading: the network's input that predicts the next step, encoded once, and the input before it
 * with this reading as its label. The arrays are owned by the step; nobody changes them.
 *
 * @param series the series' key
 * @param eventTimeMillis event time of the newest reading
 * @param targetTimeMillis event time of the step to predict, or {@link #NO_TARGET_TIME} for a series without a fixed step
 * @param windowSteps how many real time steps the window stands on, 2 to T
 * @param observed the newest reading, NaN where missing, in the features' units; shape [features]
 * @param last the newest known value per feature: the persistence forecast; shape [features]
 * @param spread running standard deviation per feature after the newest reading, in the features' units, above 0; shape [features]
 * @param stepScale running root mean square of the steps x_t - x_(t-1) per feature after the newest reading, in the features'
 *     units, above 0; shape [features]
 * @param input the network's input for the next step, row-major; shape [time, inputs]
 * @param labelled the input before it with its label, or null for the first window of a series
 */
public record WindowStep(
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

    /** Stands for "the next reading, whenever it comes". */
    public static final long NO_TARGET_TIME = Long.MIN_VALUE;
}
