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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The forecaster of one series: experts, mixture, interval, running scores. Confined to one thread.
 *
 * <p>Experts are the networks' steps, the series' own {@link LinearExpert}, the {@link SlotExpert} on top of it where the season is
 * known, a {@link Mixer} of these, its {@link SecondStage} where configured, and persistence; the {@link Guard} weighs them. In the
 * first hundred readings the result leans on persistence. Predictions are test-then-learn: a reading is scored against what was predicted from the readings before it, then learnt from. A missing value is neither scored nor
 * learnt from, nor is the first value of a feature, whose prediction stood on nothing. A filled step moves the lagged rows on and is
 * predicted from, so that the reading after a gap has a prediction; a restarted window forgets the lagged rows and the last
 * prediction, and nothing else.
 *
 * <p>Memory is bounded: with two networks, an hourly series with a daily season has a state of 10 kB with 1 feature and 83 kB with 7;
 * with 96 slots 29 kB and 218 kB, most of it the slot expert's; without a season 1 kB and 17 kB. The second stage doubles what
 * depends on the season: 18, 173, 55 and 434 kB. On the heap it is the same and the scratch of a prediction. A reading costs 2 to 3 µs with 1
 * feature, 5 to 9 µs with 7, the second stage included, 0.8 ms with 500; it allocates 1 to 2 kB, 100 kB with 500.
 */
public final class SeriesForecaster {

    private static final StateHeader HEADER = new StateHeader("series forecaster", 1);

    private static final int MIXED = 0;
    private static final int PERSISTENCE = 1;
    /** The first network; the others, the linear expert, the slot expert and the second stage's follow. */
    private static final int NETWORKS = 2;

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
    private final @Nullable SecondStage secondStage;
    private final Guard guard;
    private final AdaptiveInterval interval;
    private AnomalyScore anomalyScore;
    /** The places of the configured coverages from the smallest to the largest. */
    private int[] rising;

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
        int networks = config.networks();
        int firstStage = networks + 1 + (slotExpert.present() ? 1 : 0);
        // The mean of the networks; without any, the best that there is of the others.
        mixer = networks > 0
                ? new Mixer(features, firstStage, 0, networks)
                : new Mixer(features, firstStage, firstStage - 1, firstStage);
        secondStage = config.secondStage() && slotExpert.present() ? new SecondStage(config) : null;
        guard = new Guard(
                features, NETWORKS + firstStage + (secondStage == null ? 0 : SecondStage.EXPERTS), PERSISTENCE);
        rising = rising(config.coverages());
        interval = new AdaptiveInterval(features, values(config.coverages(), rising), config.slots());
        anomalyScore = new AnomalyScore(config.coverage());
        known = new boolean[features];
    }

    private static int[] rising(List<Double> coverages) {
        return IntStream.range(0, coverages.size())
                .boxed()
                .sorted(Comparator.comparing(coverages::get))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] values(List<Double> coverages, int[] rising) {
        return Arrays.stream(rising).mapToDouble(coverages::get).toArray();
    }

    /** The configuration this forecaster was made with. */
    public ForecastConfig config() {
        return config;
    }

    /**
     * Scores the last prediction against the reading that has come, learns from it, and predicts the next.
     *
     * @param step the window that ends with the reading, or with the time step that no reading came for
     * @param networkSteps the networks' next steps in units of {@code step.stepScale()}; shape [networks][features]
     * @param modelVersion the model version behind {@code networkSteps}
     * @throws IllegalArgumentException if the window or the networks' steps have another shape than the configuration's
     */
    public ForecastStep advance(WindowStep step, float[][] networkSteps, long modelVersion) {
        encoding.require(step.input());
        if (networkSteps.length != config.networks()) {
            throw new IllegalArgumentException("the steps of " + config.networks()
                    + " networks are required, got those of " + networkSteps.length);
        }
        for (float[] networkStep : networkSteps) {
            if (networkStep.length != features) {
                throw new IllegalArgumentException(
                        "a network's step must have " + features + " features, got " + networkStep.length);
            }
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
        Pending next = predict(step, networkSteps, modelVersion);
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
        if (secondStage != null) {
            secondStage.learn(steps);
        }
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
        double halfWidths = error / interval.halfWidth(place(0), feature, size);
        interval.learn(feature, predicted.slot(), error, size);
        return halfWidths;
    }

    private Pending predict(WindowStep step, float[][] networkSteps, long modelVersion) {
        long moment =
                step.targetTimeMillis() == WindowStep.NO_TARGET_TIME ? step.eventTimeMillis() : step.targetTimeMillis();
        int slot = config.slot(moment);
        double[] steps = combine(step, slot, networkSteps);
        double[] expected = new double[features];
        double[] linear = new double[features];
        double[] errorSize = new double[features];
        double trust = Math.min(1, Math.max(0, (rows - UNTRIED_ROWS) / RAMP_ROWS));
        for (int f = 0; f < features; f++) {
            double last = step.last()[f];
            double stepScale = step.stepScale()[f];
            expected[f] = last + trust * guard.combine(f) * stepScale;
            linear[f] = last + Clip.clip(steps[f], MOST_STEP) * stepScale;
            errorSize[f] = interval.scale(f, slot, stepScale);
        }
        Forecast.Band main = band(0, expected, errorSize);
        Forecast forecast = new Forecast(expected, main.lower(), main.upper(), further(expected, errorSize));
        return new Pending(
                forecast, step.last(), linear, step.spread(), step.stepScale(), errorSize, slot, modelVersion);
    }

    private List<Forecast.Band> further(double[] expected, double[] errorSize) {
        List<Forecast.Band> further = new ArrayList<>(rising.length - 1);
        for (int i = 1; i < rising.length; i++) {
            further.add(band(i, expected, errorSize));
        }
        return further;
    }

    private Forecast.Band band(int coverage, double[] expected, double[] errorSize) {
        int place = place(coverage);
        double[] lower = new double[features];
        double[] upper = new double[features];
        for (int f = 0; f < features; f++) {
            double halfWidth = interval.halfWidth(place, f, errorSize[f]);
            lower[f] = expected[f] - halfWidth;
            upper[f] = expected[f] + halfWidth;
        }
        return new Forecast.Band(config.coverages().get(coverage), lower, upper);
    }

    /** The place of a configured coverage among the rising ones. */
    private int place(int coverage) {
        int place = 0;
        while (rising[place] != coverage) {
            place++;
        }
        return place;
    }

    /** Asks every expert and tells the guard; returns the linear expert's steps. */
    private double[] combine(WindowStep step, int slot, float[][] networkSteps) {
        List<double[]> experts = new ArrayList<>(networkSteps.length + 2);
        for (float[] networkStep : networkSteps) {
            double[] network = new double[features];
            for (int f = 0; f < features; f++) {
                network[f] = Clip.clip(networkStep[f], MOST_STEP);
            }
            experts.add(network);
        }
        double[] linear = new double[features];
        linearExpert.predict(step, linear);
        experts.add(linear);
        if (slotExpert.present()) {
            double[] corrected = new double[features];
            slotExpert.predict(step, slot, linearExpert, linear, corrected);
            experts.add(corrected);
        }
        double[] mixed = new double[features];
        mixer.mix(experts, mixed);
        tell(MIXED, mixed);
        for (int f = 0; f < features; f++) {
            guard.expert(f, PERSISTENCE, 0);
        }
        for (int i = 0; i < experts.size(); i++) {
            tell(NETWORKS + i, experts.get(i));
        }
        if (secondStage != null) {
            double[][] corrected = new double[SecondStage.EXPERTS][features];
            secondStage.predict(step, slot, linearExpert, mixed, corrected);
            for (int i = 0; i < corrected.length; i++) {
                tell(NETWORKS + experts.size() + i, corrected[i]);
            }
        }
        return linear;
    }

    private void tell(int expert, double[] steps) {
        for (int f = 0; f < features; f++) {
            guard.expert(f, expert, steps[f]);
        }
    }

    /** Goes on with windows that fill gaps of up to so many steps. */
    public void allowGap(int steps) {
        config = config.over(config.window().withMaxGap(steps));
    }

    /**
     * Goes on under other coverages; all that was learnt is kept, and the intervals adapt from where they are. The prediction that
     * waits for its reading keeps the main interval that it was made with.
     */
    public void cover(List<Double> coverages) {
        config = config.covering(coverages);
        rising = rising(coverages);
        interval.cover(values(coverages, rising));
        anomalyScore = new AnomalyScore(config.coverage());
        Pending predicted = pending;
        if (predicted != null) {
            Forecast made = predicted.forecast();
            pending = predicted.with(new Forecast(
                    made.expected(), made.lower(), made.upper(), further(made.expected(), predicted.errorSize())));
        }
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
        if (secondStage != null) {
            secondStage.write(out);
        }
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
        if (forecaster.secondStage != null) {
            forecaster.secondStage.restore(in);
        }
        forecaster.guard.restore(in);
        forecaster.interval.restore(in);
        forecaster.scores = RunningScores.read(in);
        if (in.readBoolean()) {
            forecaster.pending = Pending.read(in, forecaster.config);
        }
        return forecaster;
    }
}
