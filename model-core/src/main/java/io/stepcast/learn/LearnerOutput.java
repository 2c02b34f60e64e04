package io.stepcast.learn;

import io.stepcast.network.TrainingStep;
import io.stepcast.window.WindowStep;
import java.util.List;

/** What the learner hands out, in this order in time. */
public sealed interface LearnerOutput {

    /**
     * A window was predicted.
     *
     * @param step the window, as it came
     * @param networkSteps the networks' next step per feature, in units of {@code step.stepScale()}: the mean of each kind of
     *     network, in the order of {@link Ensemble#kinds}; shape [kinds][features]
     * @param modelVersion the newest published version behind it; 0 before the first
     * @param learningStep learning steps taken before it
     */
    record Predicted(WindowStep step, float[][] networkSteps, long modelVersion, long learningStep)
            implements LearnerOutput {}

    /**
     * A learning step was taken or refused.
     *
     * @param learningStep its number, from 1
     * @param outcome of all members together: refused if that of any member was, else applied, with the mean loss and the largest
     *     gradient's norm
     */
    record Learnt(long learningStep, int newWindows, int replayed, TrainingStep outcome) implements LearnerOutput {}

    /**
     * A model version is to be published.
     *
     * @param version from 1, growing by one
     * @param trainedThroughMillis event time of the newest reading learnt from
     * @param labelledWindows labelled windows learnt from so far
     * @param prequentialLoss fading mean of the squared error of the members' mean prediction, in squared step scales
     * @param members the networks as they are published
     * @param probes the newest windows learnt from with the mean of the members' outputs under exactly these states; at most 3, fewer
     *     where windows are large
     */
    record Published(
            String modelId,
            long version,
            long learningStep,
            long trainedThroughMillis,
            long labelledWindows,
            double prequentialLoss,
            List<Ensemble.MemberState> members,
            List<Probe> probes)
            implements LearnerOutput {}

    /**
     * A window with the members' mean output for it, to check a reload of all of them with.
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
