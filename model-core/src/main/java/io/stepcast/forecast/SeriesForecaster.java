package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.Clip;
import io.stepcast.window.WindowEncoding;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forecaster of one series: experts, mixture, interval, running scores. Confined to one thread.
 *
 * <p>Experts are the network's step, the series' own {@link LinearExpert}, the {@link SlotExpert} on top of it where the
 * season is known, a {@link Mixer} of these, and persistence; the
 * {@link Guard} weighs them. In the first hundred readings the result leans on persistence. Predictions are test-then-learn: a
 * reading is scored against what was predicted from the readings before it, then learnt from. A missing value is neither scored nor
 * learnt from, nor is the first value of a feature, whose prediction stood on nothing. A filled step moves the lagged rows on and is
 * predicted from, so that the reading after a gap has a prediction; a restarted window forgets the lagged rows and the last
 * prediction, and nothing else.
 *
 * <p>Memory is bounded: an hourly series with a daily season has a state of 10 kB with 1 feature, 79 kB with 7; at 96 readings a
 * season 29 kB and 214 kB, most of it the slot expert's; without a season 1 kB and 14 kB.
 */
public final class SeriesForecaster {

    private static final StateHeader HEADER = new StateHeader("series forecaster", 1);

    private static final int MIXED = 0;
    private static final int PERSISTENCE = 1;
    private static final int NETWORK = 2;
    private static final int LINEAR = 3;
    private static final int SLOT = 4;

    /** Rows before the experts' regrets count, and over which the result then moves from persistence to the guard's. */
    private static final int UNTRIED_ROWS = 10;

    private static final double RAMP_ROWS = 90;
    private static final double MOST_STEP = 10;

    private ForecastConfig config;
    private final int features;
    private final WindowEncoding encoding;
    private final LinearExpert linearExpert;
    private final SlotExpert slotExpert;
    private final Mixer mixer;
    private final Guard guard;
    private final AdaptiveInterval interval;
    private AnomalyScore anomalyScore;

    /** Whether a feature ever had a value. */
    private final boolean[] known;
    /** Readings of the series so far, the first included, which no window comes from. */
    private long rows = 1;

    private RunningScores scores = RunningScores.NONE;
    private @Nullable Pending pending;

    public SeriesForecaster(ForecastConfig config) {
        this.config = config;
        features = config.features();
        encoding = new WindowEncoding(config.window());
        linearExpert = new LinearExpert(config);
        slotExpert = new SlotExpert(config);
        mixer = new Mixer(features, slotExpert.present() ? 3 : 2);
        guard = new Guard(features, slotExpert.present() ? SLOT + 1 : SLOT, PERSISTENCE);
        interval = new AdaptiveInterval(features, config.coverage(), config.slots());
        anomalyScore = new AnomalyScore(config.coverage());
        known = new boolean[features];
    }

    /** The configuration this forecaster was made with. */
    public ForecastConfig config() {
        return config;
    }

    /**
     * Scores the last prediction against the reading that has come, learns from it, and predicts the next.
     *
     * @param step the window that ends with the reading, or with the time step that no reading came for
     * @param networkStep the network's next step in units of {@code step.stepScale()}; shape [features]
     * @param modelVersion the model version behind {@code networkStep}
     * @throws IllegalArgumentException if the window or the network's step has another shape than the configuration's
     */
    public ForecastStep advance(WindowStep step, float[] networkStep, long modelVersion) {
        encoding.require(step.input());
        if (networkStep.length != features) {
            throw new IllegalArgumentException(
                    "the network's step must have " + features + " features, got " + networkStep.length);
        }
        if (step.restarted()) {
            pending = null;
            linearExpert.restart();
        }
        Pending predicted = pending;
        Scored scored = predicted == null || step.filled() ? null : scoreAndLearn(predicted, step.observed());
        if (!step.filled()) {
            rows++;
        }
        for (int f = 0; f < features; f++) {
            known[f] |= !Double.isNaN(step.observed()[f]) || step.last()[f] != 0;
        }
        Pending next = predict(step, networkStep, modelVersion);
        pending = next;
        return new ForecastStep(scored, next.forecast());
    }

    private Scored scoreAndLearn(Pending predicted, double[] observed) {
        boolean[] counts = new boolean[features];
        double[] steps = new double[features];
        double largest = 0;
        for (int f = 0; f < features; f++) {
            counts[f] = known[f] && !Double.isNaN(observed[f]);
            steps[f] = Double.NaN;
            if (counts[f]) {
                steps[f] = (observed[f] - predicted.last()[f]) / predicted.stepScale()[f];
                largest = Math.max(largest, learnError(predicted, f, observed[f]));
                if (rows >= UNTRIED_ROWS) {
                    guard.learn(f, steps[f]);
                }
            }
        }
        mixer.learn(steps);
        if (slotExpert.present()) {
            slotExpert.learn(steps);
        }
        linearExpert.learn(steps);
        Scored scored = new Scored(
                observed,
                predicted.forecast(),
                predicted.last(),
                predicted.linear(),
                predicted.spread(),
                anomalyScore.of(largest),
                predicted.modelVersion());
        scores = scores.plus(scored, counts);
        return scored;
    }

    /** Returns the error in half-widths of the interval, which then learns from it. */
    private double learnError(Pending predicted, int feature, double observed) {
        double size = predicted.errorSize()[feature];
        double error = Math.abs(observed - predicted.forecast().expected()[feature]);
        double halfWidths = error / interval.halfWidth(feature, size);
        interval.learn(feature, predicted.slot(), error, size);
        return halfWidths;
    }

    private Pending predict(WindowStep step, float[] networkStep, long modelVersion) {
        long moment =
                step.targetTimeMillis() == WindowStep.NO_TARGET_TIME ? step.eventTimeMillis() : step.targetTimeMillis();
        int slot = config.slot(moment);
        double[] steps = combine(step, slot, networkStep);
        double[] expected = new double[features];
        double[] lower = new double[features];
        double[] upper = new double[features];
        double[] linear = new double[features];
        double[] errorSize = new double[features];
        double trust = Math.min(1, Math.max(0, (rows - UNTRIED_ROWS) / RAMP_ROWS));
        for (int f = 0; f < features; f++) {
            double last = step.last()[f];
            double stepScale = step.stepScale()[f];
            expected[f] = last + trust * guard.combine(f) * stepScale;
            linear[f] = last + Clip.clip(steps[f], MOST_STEP) * stepScale;
            errorSize[f] = interval.scale(f, slot, stepScale);
            double halfWidth = interval.halfWidth(f, errorSize[f]);
            lower[f] = expected[f] - halfWidth;
            upper[f] = expected[f] + halfWidth;
        }
        Forecast forecast = new Forecast(expected, lower, upper);
        return new Pending(
                forecast, step.last(), linear, step.spread(), step.stepScale(), errorSize, slot, modelVersion);
    }

    /** Asks every expert and tells the guard; returns the linear expert's steps. */
    private double[] combine(WindowStep step, int slot, float[] networkStep) {
        double[] network = new double[features];
        double[] linear = new double[features];
        double[] mixed = new double[features];
        for (int f = 0; f < features; f++) {
            network[f] = Clip.clip(networkStep[f], MOST_STEP);
        }
        linearExpert.predict(step, linear);
        List<double[]> experts = List.of(network, linear);
        if (slotExpert.present()) {
            double[] corrected = new double[features];
            slotExpert.predict(step, slot, linearExpert, linear, corrected);
            experts = List.of(network, linear, corrected);
            for (int f = 0; f < features; f++) {
                guard.expert(f, SLOT, corrected[f]);
            }
        }
        mixer.mix(experts, mixed);
        for (int f = 0; f < features; f++) {
            guard.expert(f, MIXED, mixed[f]);
            guard.expert(f, PERSISTENCE, 0);
            guard.expert(f, NETWORK, network[f]);
            guard.expert(f, LINEAR, linear[f]);
        }
        return linear;
    }

    /** Goes on with windows that fill gaps of up to so many steps. */
    public void allowGap(int steps) {
        config = new ForecastConfig(config.window().withMaxGap(steps), config.coverage());
    }

    /** Goes on under another nominal coverage; all that was learnt is kept, and the intervals adapt from where they are. */
    public void cover(double coverage) {
        config = new ForecastConfig(config.window(), coverage);
        interval.cover(coverage);
        anomalyScore = new AnomalyScore(coverage);
    }

    /** The running scores of this series. */
    public RunningScores scores() {
        return scores;
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        config.write(out);
        out.writeLong(rows);
        StateArrays.writeBooleans(out, known);
        linearExpert.write(out);
        slotExpert.write(out);
        mixer.write(out);
        guard.write(out);
        interval.write(out);
        scores.write(out);
        Pending predicted = pending;
        out.writeBoolean(predicted != null);
        if (predicted != null) {
            predicted.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote, continuing exactly.
     *
     * @throws UnreadableStateException if the bytes are no forecaster's state, or a newer version wrote them
     */
    public static SeriesForecaster read(DataInput in) throws IOException {
        HEADER.read(in);
        SeriesForecaster forecaster = new SeriesForecaster(ForecastConfig.read(in));
        forecaster.rows = in.readLong();
        StateArrays.readBooleans(in, forecaster.known);
        forecaster.linearExpert.restore(in);
        forecaster.slotExpert.restore(in);
        forecaster.mixer.restore(in);
        forecaster.guard.restore(in);
        forecaster.interval.restore(in);
        forecaster.scores = RunningScores.read(in);
        if (in.readBoolean()) {
            forecaster.pending = Pending.read(in, forecaster.config);
        }
        return forecaster;
    }
}
