package io.stepcast.job;

import io.stepcast.config.LearningConfig;
import io.stepcast.config.ModelConfig;
import io.stepcast.config.StepcastConfig;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.operator.LearnerFactory;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.version.InputEncoding;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the parts of the model from the configuration: the same for the job and for a backtest. */
public final class ModelParts {

    /** Enough to tell hundreds of series apart. */
    private static final int SIGNATURE = 16;

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
        return new WindowConfig(
                config.series().features().size(),
                config.model().window(),
                millis(config.series().step()),
                millis(config.series().season()),
                SIGNATURE);
    }

    public ForecastConfig forecast() {
        return new ForecastConfig(window(), config.intervals().coverage());
    }

    public LearnerConfig learner() {
        LearningConfig learning = config.learning();
        return new LearnerConfig(
                config.model().id(),
                learning.every(),
                learning.replay(),
                learning.replayCapacity(),
                learning.learningRate(),
                config.serving().batchSize(),
                config.serving().publishEvery(),
                learning.seed());
    }

    /** The network's dimensions. */
    public RecurrentShape shape() {
        ModelConfig model = config.model();
        return RecurrentShape.lstm(
                model.window(),
                SeriesWindow.inputs(window()),
                model.hidden(),
                config.series().features().size());
    }

    /** How the network takes its steps. */
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

    /** Where the network lives. */
    public Networks.Device device() {
        return Networks.Device.valueOf(config.model().device().name());
    }

    /**
     * Makes learners with new networks, from the weights of {@code model.start-from} where that is set.
     *
     * @throws io.stepcast.config.ConfigException if that file can't be used
     */
    public LearnerFactory learnerFactory() {
        return new Learners(shape(), training(), device(), start());
    }

    /** Travels to the task manager with the weights to begin with, so that their file need not. */
    private record Learners(
            RecurrentShape shape,
            TrainingConfig training,
            Networks.Device device,
            @Nullable Start start) implements LearnerFactory {

        @Override
        public OnlineLearner create(LearnerConfig settings) {
            SequenceNetwork network = Networks.create(shape, training, device, settings.seed());
            if (start != null) {
                network.restore(NetworkState.untrained(shape, start.parameters()));
            }
            return new OnlineLearner(settings, network);
        }

        @Override
        public @Nullable String origin() {
            return start == null ? null : start.origin();
        }
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }
}
