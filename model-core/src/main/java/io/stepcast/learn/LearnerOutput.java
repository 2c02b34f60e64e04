package io.stepcast.learn;

import io.stepcast.network.NetworkState;
import io.stepcast.network.TrainingStep;
import io.stepcast.window.WindowStep;
import java.util.List;

/** What the learner hands out, in this order in time. */
public sealed interface LearnerOutput {

    /**
     * A window was predicted.
     *
     * @param step the window, as it came
     * @param networkStep the network's next step per feature, in units of {@code step.stepScale()}; shape [features]
     * @param modelVersion the newest published version behind it; 0 before the first
     * @param learningStep learning steps taken before it
     */
    record Predicted(WindowStep step, float[] networkStep, long modelVersion, long learningStep)
            implements LearnerOutput {}

    /**
     * A learning step was taken or refused.
     *
     * @param learningStep its number, from 1
     */
    record Learnt(long learningStep, int newWindows, int replayed, TrainingStep outcome) implements LearnerOutput {}

    /**
     * A model version is to be published.
     *
     * @param version from 1, growing by one
     * @param trainedThroughMillis event time of the newest reading learnt from
     * @param labelledWindows labelled windows learnt from so far
     * @param prequentialLoss fading mean of the squared error of the network's predictions, in squared step scales
     * @param state the network as it is published
     * @param probes the newest windows learnt from with the network's outputs under exactly {@code state}; at most 3, fewer where
     *     windows are large
     */
    record Published(
            String modelId,
            long version,
            long learningStep,
            long trainedThroughMillis,
            long labelledWindows,
            double prequentialLoss,
            NetworkState state,
            List<Probe> probes)
            implements LearnerOutput {}

    /**
     * A window with the network's output for it, to check a reload with.
     *
     * @param input the window's real time steps, shape [1 to time, inputs]
     * @param output shape [outputs]
     */
    record Probe(float[] input, float[] output) {}

    /**
     * Something happened to the model that people should know of.
     *
     * @param version the newest published version; 0 before the first
     * @param trainedThroughMillis event time of the newest reading learnt from; {@link Long#MIN_VALUE} before the first
     * @param event one sentence
     */
    record Warned(
            String modelId,
            long version,
            long learningStep,
            long trainedThroughMillis,
            long labelledWindows,
            double prequentialLoss,
            String event)
            implements LearnerOutput {}
}
