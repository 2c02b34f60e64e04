package io.stepcast.learn;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingStep;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One model that predicts the windows of many series and learns from them. Confined to one thread.
 *
 * <p>Windows wait until {@code batchSize} of them do, then all are predicted in one pass. When N labelled windows have come
 * ({@link LearnerConfig#every}), all that waits is predicted first, then one learning step is taken on those N and a replay sample of
 * earlier ones. So what is learnt, and with which weights a window is predicted, depends on the order of the input alone, never on
 * when {@link #flush} is called. (The last bits of a prediction may depend on its neighbours in the pass where the network's kernels
 * do; what is learnt never does.)
 *
 * <p>Labelled windows without any present label count towards N but are not learnt from; if all N are such, there is no learning step.
 * What a refused step saw is not replayed; a {@link LearningGuard} watches the refusals. Memory: the network, the replay ring, at most {@code batchSize} + N windows, and 2 kB of
 * series hashes.
 */
public final class OnlineLearner implements AutoCloseable {

    /** Probes per published version. */
    private static final int MOST_PROBES = 3;

    /** Numbers in all probes of a version together, 240 kB: they travel in one record. */
    private static final int MOST_PROBE_NUMBERS = 60_000;

    private final LearnerConfig config;
    private final SequenceNetwork network;
    private final NetworkShape shape;
    private final Batch batch;
    private final LearningGuard guard = new LearningGuard();

    private final List<WindowStep> waiting = new ArrayList<>();
    private LearnerProgress progress;

    /** A new learner around a freshly initialised network, which it owns and closes. */
    public OnlineLearner(LearnerConfig config, SequenceNetwork network) {
        this.config = config;
        this.network = network;
        shape = network.shape();
        batch = new Batch(shape);
        progress = new LearnerProgress(config);
    }

    /**
     * Takes a window; may predict what waits, and may learn.
     *
     * @throws IllegalArgumentException if the window does not fit the network
     */
    public void add(WindowStep step, Consumer<LearnerOutput> outputs) {
        requireFits("input", step.input(), shape.time() * shape.inputs());
        LabelledWindow labelled = step.labelled();
        if (labelled != null) {
            requireFits("labelled input", labelled.input(), shape.time() * shape.inputs());
            requireFits("label", labelled.label(), shape.outputs());
            progress.newWindows.add(new NewWindow(labelled, step.eventTimeMillis()));
        }
        progress.series.add(step.series());
        waiting.add(step);
        if (progress.newWindows.size() >= windowsPerStep()) {
            flush(outputs);
            learn(outputs);
        } else if (waiting.size() >= config.batchSize()) {
            flush(outputs);
        }
    }

    private void requireFits(String name, float[] array, int length) {
        if (array.length != length) {
            throw new IllegalArgumentException("a window's " + name + " for model " + config.modelId() + " with "
                    + shape + " must hold " + length + " numbers, got " + array.length);
        }
    }

    private int windowsPerStep() {
        return config.every() > 0 ? config.every() : progress.series.count();
    }

    /** Predicts all windows that wait. Never learns. */
    public void flush(Consumer<LearnerOutput> outputs) {
        if (waiting.isEmpty()) {
            return;
        }
        batch.start(waiting.size());
        for (WindowStep step : waiting) {
            batch.add(step.input(), step.windowSteps());
        }
        network.predict(batch.windows(), batch.steps(), batch.size(), batch.predictions());
        for (int i = 0; i < waiting.size(); i++) {
            float[] networkStep = new float[shape.outputs()];
            System.arraycopy(batch.predictions(), i * shape.outputs(), networkStep, 0, shape.outputs());
            outputs.accept(
                    new LearnerOutput.Predicted(waiting.get(i), networkStep, progress.version, progress.learningSteps));
        }
        waiting.clear();
    }

    private void learn(Consumer<LearnerOutput> outputs) {
        List<NewWindow> lesson = new ArrayList<>(progress.newWindows.size());
        for (NewWindow window : progress.newWindows) {
            if (window.teaches()) {
                lesson.add(window);
            }
        }
        progress.newWindows.clear();
        if (lesson.isEmpty()) {
            return;
        }
        int replayed = fill(lesson);
        TrainingStep outcome = network.train(
                batch.windows(),
                batch.steps(),
                batch.labels(),
                batch.size(),
                LearningRate.at(config, progress.learningSteps),
                batch.predictions());
        test(lesson);
        progress.learningSteps++;
        if (outcome instanceof TrainingStep.Applied) {
            progress.learnt(lesson);
        }
        outputs.accept(new LearnerOutput.Learnt(progress.learningSteps, lesson.size(), replayed, outcome));
        guard.learnt(outcome, network).ifPresent(event -> outputs.accept(warned(event)));
        if (progress.learningSteps % config.publishEvery() == 0) {
            publish(outputs);
        }
    }

    /** The prequential loss of the new windows, which the learning step predicted with the weights before it. */
    private void test(List<NewWindow> lesson) {
        for (int i = 0; i < lesson.size(); i++) {
            progress.loss.add(
                    batch.predictions(),
                    i * shape.outputs(),
                    lesson.get(i).window().label());
        }
    }

    /** Fills the batch with the new windows and a replay sample; returns the sample's size. */
    private int fill(List<NewWindow> lesson) {
        int replayed = progress.replay.size() == 0 ? 0 : Math.multiplyExact(lesson.size(), config.replay());
        batch.start(Math.addExact(lesson.size(), replayed));
        for (NewWindow window : lesson) {
            batch.add(window.window());
        }
        for (int i = 0; i < replayed; i++) {
            batch.add(progress.replay.get(progress.random.next(progress.replay.size())));
        }
        return replayed;
    }

    private void publish(Consumer<LearnerOutput> outputs) {
        progress.version++;
        NetworkState state = network.state();
        guard.published(state);
        outputs.accept(new LearnerOutput.Published(
                config.modelId(),
                progress.version,
                progress.learningSteps,
                progress.trainedThroughMillis,
                progress.labelledWindows,
                progress.loss.mean(),
                state,
                probes()));
    }

    private List<LearnerOutput.Probe> probes() {
        int inputLength = shape.time() * shape.inputs();
        int count = Math.min(progress.replay.size(), Math.min(MOST_PROBES, MOST_PROBE_NUMBERS / inputLength));
        if (count == 0) {
            return List.of();
        }
        batch.start(count);
        for (int i = 0; i < count; i++) {
            LabelledWindow window = progress.replay.get(progress.replay.size() - count + i);
            batch.add(window.input(), window.steps());
        }
        network.predict(batch.windows(), batch.steps(), count, batch.predictions());
        List<LearnerOutput.Probe> probes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LabelledWindow window = progress.replay.get(progress.replay.size() - count + i);
            float[] input =
                    Arrays.copyOfRange(window.input(), inputLength - window.steps() * shape.inputs(), inputLength);
            float[] output = Arrays.copyOfRange(batch.predictions(), i * shape.outputs(), (i + 1) * shape.outputs());
            probes.add(new LearnerOutput.Probe(input, output));
        }
        return probes;
    }

    private LearnerOutput.Warned warned(String event) {
        return new LearnerOutput.Warned(
                config.modelId(),
                progress.version,
                progress.learningSteps,
                progress.trainedThroughMillis,
                progress.labelledWindows,
                progress.loss.mean(),
                event);
    }

    /** Watches the learning steps; its state is not part of this learner's and is written beside it. */
    public LearningGuard guard() {
        return guard;
    }

    /** Windows taken but not predicted yet. */
    public int waiting() {
        return waiting.size();
    }

    /** Learning steps taken so far, refused ones included. */
    public long learningSteps() {
        return progress.learningSteps;
    }

    /**
     * Writes the whole state: weights, moments, replay sample, random state, counters, version, labelled windows not learnt yet.
     *
     * @throws IllegalStateException while windows wait to be predicted
     */
    public void write(DataOutput out) throws IOException {
        requireNoneWaits("written");
        LearnerState.write(out, config.modelId(), network.state(), progress);
    }

    /**
     * Restores what {@link #write} wrote into this learner, continuing exactly. The configuration may differ in all but the model's
     * id: learning goes on with the new numbers.
     *
     * @throws IllegalArgumentException if the state is of another model or of a network of another shape
     * @throws IllegalStateException while windows wait to be predicted
     * @throws io.stepcast.state.UnreadableStateException if the bytes are no learner's state, or a newer version wrote them
     */
    public void restore(DataInput in) throws IOException {
        requireNoneWaits("restored");
        LearnerState state = LearnerState.read(in, config, shape);
        network.restore(state.network());
        progress = state.progress();
    }

    private void requireNoneWaits(String what) {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("the learner of model " + config.modelId() + " can only be " + what
                    + " when no windows wait, but " + waiting.size() + " do: flush first");
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
