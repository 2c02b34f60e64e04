package io.stepcast.job;

import io.stepcast.config.LearningConfig;
import io.stepcast.config.ModelConfig;
import io.stepcast.config.SeriesConfig;
import io.stepcast.config.StepcastConfig;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.operator.LearnerFactory;
import io.stepcast.learn.Drift;
import io.stepcast.learn.FeedForwardView;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.network.Cell;
import io.stepcast.network.FeedForwardShape;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingConfig;
import io.stepcast.random.SplitMix64;
import io.stepcast.version.InputEncoding;
import io.stepcast.window.CalendarField;
import io.stepcast.window.Scaling;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the parts of the model from the configuration: the same for the job and for a backtest. */
public final class ModelParts {

    /** Enough to tell hundreds of series apart. */
    private static final int SIGNATURE = 16;

    /** Units of a feed-forward network's hidden layers. */
    private static final int HIDDEN_1 = 64;

    private static final int HIDDEN_2 = 64;

    /** Of one series' windows more would teach what no longer holds; of many series there is never too much. */
    private static final int REPLAYED_PER_SERIES = 1024;

    private final StepcastConfig config;
    private final List<String> features;

    public ModelParts(StepcastConfig config) {
        this(config, config.series().features());
    }

    /** @param features their names, where the configuration only counts them */
    public ModelParts(StepcastConfig config, List<String> features) {
        this.config = config;
        this.features = List.copyOf(features);
    }

    public WindowConfig window() {
        SeriesConfig series = config.series();
        WindowConfig window = new WindowConfig(
                        series.features().size(),
                        config.model().window(),
                        millis(series.step()),
                        millis(series.season()))
                .withSignature(SIGNATURE)
                .withMaxGap(series.maxGap())
                .withZone(series.zone())
                .withScaling(Scaling.valueOf(series.scaling().name()));
        List<SeriesConfig.CalendarField> calendar = series.calendar();
        return calendar == null
                ? window
                : window.withCalendar(calendar.stream()
                        .map(field -> CalendarField.valueOf(field.name()))
                        .toList());
    }

    public ForecastConfig forecast() {
        ModelConfig model = config.model();
        int kinds = Math.min(1, model.recurrentNetworks()) + Math.min(1, model.feedForwardNetworks());
        return new ForecastConfig(window(), config.intervals().coverages(), kinds, model.secondStage());
    }

    /** How the model learns that {@code model.id} names. */
    public LearnerConfig learner() {
        return learner(config.model().id());
    }

    /**
     * How a model learns: as all of them, but from initial parameters and with a replay sample of its own. The same configuration gives
     * the same ones again, whatever other models there are.
     */
    public LearnerConfig learner(String modelId) {
        LearningConfig learning = config.learning();
        return new LearnerConfig(
                modelId,
                learning.every(),
                learning.replay(),
                learning.replayCapacity(),
                REPLAYED_PER_SERIES,
                learning.learningRate(),
                config.serving().batchSize(),
                config.serving().publishEvery(),
                Drift.Policy.valueOf(learning.drift().name()),
                seed(modelId));
    }

    /** The seed itself for the model that {@code model.id} names. */
    private long seed(String modelId) {
        long seed = config.learning().seed();
        if (modelId.equals(config.model().id())) {
            return seed;
        }
        // FNV-1a over the id, then mixed with the seed.
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < modelId.length(); i++) {
            hash = (hash ^ modelId.charAt(i)) * 0x100000001b3L;
        }
        return new SplitMix64(seed ^ hash).nextLong();
    }

    /** The recurrent networks' dimensions. */
    public RecurrentShape shape() {
        ModelConfig model = config.model();
        return new RecurrentShape(
                Cell.valueOf(model.cell().name()),
                model.layers(),
                model.window(),
                SeriesWindow.inputs(window()),
                model.hidden(),
                window().features());
    }

    private FeedForwardShape feedForwardShape() {
        return new FeedForwardShape(
                config.model().window(),
                SeriesWindow.inputs(window()),
                FeedForwardView.of(window()),
                HIDDEN_1,
                HIDDEN_2,
                window().features());
    }

    /** How the networks take their steps. */
    public TrainingConfig training() {
        TrainingConfig defaults = TrainingConfig.defaults();
        return new TrainingConfig(
                defaults.beta1(),
                defaults.beta2(),
                defaults.weightDecay(),
                config.learning().gradientClipNorm(),
                defaults.huberThreshold());
    }

    /**
     * Checks what only a look at files tells.
     *
     * @throws io.stepcast.config.ConfigException if the file of {@code model.start-from} can't be used
     */
    public void requireUsable() {
        start();
    }

    private @Nullable Start start() {
        return Start.of(config, InputEncoding.of(window(), features), shape());
    }

    /** Where the networks live. */
    public Networks.Device device() {
        return Networks.Device.valueOf(config.model().device().name());
    }

    /**
     * Makes learners with new networks, the first recurrent one from the weights of {@code model.start-from} where that is set.
     *
     * @throws io.stepcast.config.ConfigException if that file can't be used
     */
    public LearnerFactory learnerFactory() {
        ModelConfig model = config.model();
        return new Learners(
                shape(),
                model.recurrentNetworks(),
                feedForwardShape(),
                model.feedForwardNetworks(),
                training(),
                device(),
                start());
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }
}
