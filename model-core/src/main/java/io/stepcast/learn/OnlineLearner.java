package io.stepcast.learn;

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
 * One model, an ensemble of networks, that predicts the windows of many series and learns from them. Confined to one thread. With an
 * empty ensemble it hands every window on at once, and neither learns nor publishes.
 *
 * <p>Windows wait until {@code batchSize} of them do, then all are predicted in one pass. When N labelled windows have come
 * ({@link LearnerConfig#every}), all that waits is predicted first, then every member takes a learning step on those N and a replay
 * sample of earlier ones, drawn for it alone: members that replay the same windows err alike. So what is learnt, and with which
 * weights a window is predicted, depends on the order of the input alone, never on when {@link #flush} is called. (The last bits of a
 * prediction may depend on its neighbours in the pass where the network's kernels do; what is learnt never does.)
 *
 * <p>Labelled windows without any present label count towards N but are not learnt from; if all N are such, there is no learning step.
 * What a refused step saw is not replayed; a {@link LearningGuard} watches the refusals. Memory: the networks, the replay ring, at
 * most {@code batchSize} + N windows, and 2 kB of series hashes.
 */
public final class OnlineLearner implements AutoCloseable {

    /** Probes per published version. */
    private static final int MOST_PROBES = 3;

    /** Numbers in all probes of a version together, 240 kB: they travel in one record. */
    private static final int MOST_PROBE_NUMBERS = 60_000;

    /** Two steps on one new window each cost half as much again as one on two, and teach no more. */
    private static final int FEWEST_WINDOWS_PER_STEP = 2;

    private final LearnerConfig config;
    private final Ensemble ensemble;
    private final Ensemble.Dimensions dimensions;
    private final Batch batch;
    private final LearningGuard guard;

    private final List<WindowStep> waiting = new ArrayList<>();
    private LearnerProgress progress;

    /** A new learner around freshly initialised networks, which it owns and closes. */
    public OnlineLearner(LearnerConfig config, Ensemble ensemble) {
        this.config = config;
        this.ensemble = ensemble;
        dimensions = ensemble.dimensions();
        batch = new Batch(dimensions, ensemble.kinds().size());
        guard = new LearningGuard(ensemble);
        progress = new LearnerProgress(config);
    }

    /**
     * Takes a window; may predict what waits, and may learn.
     *
     * @throws IllegalArgumentException if the window does not fit the networks
     */
    public void add(WindowStep step, Consumer<LearnerOutput> outputs) {
        add(step, true, outputs);
    }

    /**
     * Takes a window; may predict what waits, and may learn.
     *
     * @param learn whether the window is to be learnt from; it is predicted either way
     * @throws IllegalArgumentException if the window does not fit the networks
     */
    public void add(WindowStep step, boolean learn, Consumer<LearnerOutput> outputs) {
        requireFits("input", step.input(), dimensions.windowLength());
        LabelledWindow labelled = step.labelled();
        if (labelled != null && learn) {
            requireFits("labelled input", labelled.input(), dimensions.windowLength());
            requireFits("label", labelled.label(), dimensions.outputs());
            progress.newWindows.add(new NewWindow(labelled, step.eventTimeMillis()));
        }
        progress.series.add(step.series());
        waiting.add(step);
        if (ensemble.members().isEmpty()) {
            progress.newWindows.clear();
            flush(outputs);
        } else if (progress.newWindows.size() >= windowsPerStep()) {
            flush(outputs);
            learn(outputs);
        } else if (waiting.size() >= config.batchSize()) {
            flush(outputs);
        }
    }

    private void requireFits(String name, float[] array, int length) {
        if (array.length != length) {
            throw new IllegalArgumentException("a window's " + name + " for model " + config.modelId() + " with "
                    + dimensions + " must hold " + length + " numbers, got " + array.length);
        }
    }

    private int windowsPerStep() {
        return config.every() > 0 ? config.every() : Math.max(FEWEST_WINDOWS_PER_STEP, progress.series.count());
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
        ensemble.predict(batch);
        for (int i = 0; i < waiting.size(); i++) {
            float[][] networkSteps = new float[ensemble.kinds().size()][];
            for (int kind = 0; kind < networkSteps.length; kind++) {
                networkSteps[kind] = Arrays.copyOfRange(
                        batch.kindMeans()[kind], i * dimensions.outputs(), (i + 1) * dimensions.outputs());
            }
            outputs.accept(new LearnerOutput.Predicted(
                    waiting.get(i), networkSteps, progress.version, progress.learningSteps));
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
        List<TrainingStep> outcomes = ensemble.train(
                batch,
                () -> drawReplay(lesson.size(), replayed),
                config.learningRate() * progress.drift.factor(),
                LearningRate.early(progress.learningSteps),
                guard);
        double loss = test(lesson);
        progress.learningSteps++;
        TrainingStep outcome = together(outcomes);
        if (outcome instanceof TrainingStep.Applied) {
            progress.replay.grow(config.replayRoom(progress.series.count()));
            progress.learnt(lesson);
        }
        outputs.accept(new LearnerOutput.Learnt(progress.learningSteps, lesson.size(), replayed, outcome));
        for (String event : guard.learnt(outcomes)) {
            outputs.accept(warned(event));
        }
        if (outcome instanceof TrainingStep.Applied && config.drift() != Drift.Policy.OFF) {
            progress.drift
                    .learnt(loss, lesson.size(), config.drift() == Drift.Policy.ADAPT)
                    .ifPresent(event -> outputs.accept(warned(event)));
        }
        if (progress.learningSteps % config.publishEvery() == 0) {
            publish(outputs);
        }
    }

    private static TrainingStep together(List<TrainingStep> outcomes) {
        double loss = 0;
        double norm = 0;
        for (TrainingStep outcome : outcomes) {
            if (!(outcome instanceof TrainingStep.Applied applied)) {
                return outcome;
            }
            loss += applied.loss() / outcomes.size();
            norm = Math.max(norm, applied.gradientNorm());
        }
        return new TrainingStep.Applied(loss, norm);
    }

    /** The prequential loss of the new windows, which the learning step predicted with the weights before it. */
    private double test(List<NewWindow> lesson) {
        double sum = 0;
        for (int i = 0; i < lesson.size(); i++) {
            sum += progress.loss.add(
                    batch.mean(),
                    i * dimensions.outputs(),
                    lesson.get(i).window().label());
        }
        return sum / lesson.size();
    }

    /** Fills the batch with the new windows and makes room for a replay sample; returns the sample's size. */
    private int fill(List<NewWindow> lesson) {
        int replayed = replayReach() == 0 ? 0 : Math.multiplyExact(lesson.size(), config.replay());
        batch.start(Math.addExact(lesson.size(), replayed));
        for (NewWindow window : lesson) {
            batch.add(window.window());
        }
        return replayed;
    }

    private int replayReach() {
        return (int) Math.min(progress.replay.size(), progress.drift.reach());
    }

    /** Draws a replay sample into the batch, behind the new windows. */
    private void drawReplay(int newWindows, int replayed) {
        int reach = replayReach();
        batch.shorten(newWindows);
        for (int i = 0; i < replayed; i++) {
            batch.add(progress.replay.get(progress.replay.size() - reach + progress.random.next(reach)));
        }
    }

    private void publish(Consumer<LearnerOutput> outputs) {
        progress.version++;
        List<Ensemble.MemberState> states = ensemble.states();
        guard.published(states);
        outputs.accept(new LearnerOutput.Published(
                config.modelId(),
                progress.version,
                progress.learningSteps,
                progress.trainedThroughMillis,
                progress.labelledWindows,
                progress.loss.mean(),
                states,
                probes()));
    }

    private List<LearnerOutput.Probe> probes() {
        int inputLength = dimensions.windowLength();
        int count = Math.min(progress.replay.size(), Math.min(MOST_PROBES, MOST_PROBE_NUMBERS / inputLength));
        if (count == 0) {
            return List.of();
        }
        batch.start(count);
        for (int i = 0; i < count; i++) {
            batch.add(progress.replay.get(progress.replay.size() - count + i));
        }
        ensemble.predict(batch);
        List<LearnerOutput.Probe> probes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LabelledWindow window = progress.replay.get(progress.replay.size() - count + i);
            float[] input =
                    Arrays.copyOfRange(window.input(), inputLength - window.steps() * dimensions.inputs(), inputLength);
            float[] output = Arrays.copyOfRange(batch.mean(), i * dimensions.outputs(), (i + 1) * dimensions.outputs());
            probes.add(new LearnerOutput.Probe(input, output));
        }
        return probes;
    }

    /** Something that people should know of, beside where the model stands. */
    public LearnerOutput.Warned warned(String event) {
        return new LearnerOutput.Warned(
                config.modelId(),
                progress.version,
                progress.learningSteps,
                progress.trainedThroughMillis,
                progress.labelledWindows,
                progress.loss.mean(),
                event);
    }

    /** Watches the learning steps. */
    public LearningGuard guard() {
        return guard;
    }

    /** Lasting rises of the loss found so far. */
    public long driftsDetected() {
        return progress.drift.detected();
    }

    /** Windows taken but not predicted yet. */
    public int waiting() {
        return waiting.size();
    }

    /** The newest published version; 0 before the first. */
    public long version() {
        return progress.version;
    }

    /** Fading mean of the squared error of the network's predictions, in squared step scales; 0 before the first. */
    public double prequentialLoss() {
        return progress.loss.mean();
    }

    /** Learning steps taken so far, refused ones included. */
    public long learningSteps() {
        return progress.learningSteps;
    }

    /**
     * Writes the whole state: weights, moments, replay sample, random state, counters, version, labelled windows not learnt
     * yet, and what the guard knows.
     *
     * @throws IllegalStateException while windows wait to be predicted
     */
    public void write(DataOutput out) throws IOException {
        requireNoneWaits("written");
        LearnerState.write(out, config.modelId(), ensemble.states(), progress);
        guard.write(out);
    }

    /**
     * Restores what {@link #write} wrote into this learner, continuing exactly. The configuration may differ in all but the model's
     * id: learning goes on with the new numbers.
     *
     * @throws IllegalArgumentException if the state is of another model or of other networks
     * @throws IllegalStateException while windows wait to be predicted
     * @throws io.stepcast.state.UnreadableStateException if the bytes are no learner's state, or a newer version wrote them
     */
    public void restore(DataInput in) throws IOException {
        requireNoneWaits("restored");
        LearnerState state = LearnerState.read(in, config, ensemble);
        for (int i = 0; i < state.networks().size(); i++) {
            ensemble.members().get(i).network().restore(state.networks().get(i));
        }
        progress = state.progress();
        guard.restore(in);
    }

    private void requireNoneWaits(String what) {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("the learner of model " + config.modelId() + " can only be " + what
                    + " when no windows wait, but " + waiting.size() + " do: flush first");
        }
    }

    @Override
    public void close() {
        ensemble.close();
    }
}
