package io.stepcast.job;

import io.stepcast.config.LearningConfig;
import io.stepcast.config.ModelConfig;
import io.stepcast.config.StepcastConfig;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.operator.LearnerFactory;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.TrainingConfig;
import io.stepcast.random.SplitMix64;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the parts of the model from the configuration: the same for the job and for a backtest. */
public final class ModelParts {

    /** Enough to tell hundreds of series apart. */
    private static final int SIGNATURE = 16;

    private final StepcastConfig config;

    public ModelParts(StepcastConfig config) {
        this.config = config;
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
                learning.learningRate(),
                config.serving().batchSize(),
                config.serving().publishEvery(),
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

    /** Makes learners with new networks. */
    public LearnerFactory learnerFactory() {
        ModelConfig model = config.model();
        NetworkShape shape = new NetworkShape(
                model.window(),
                SeriesWindow.inputs(window()),
                model.hidden(),
                config.series().features().size());
        TrainingConfig defaults = TrainingConfig.defaults();
        TrainingConfig training = new TrainingConfig(
                defaults.beta1(),
                defaults.beta2(),
                defaults.weightDecay(),
                config.learning().gradientClipNorm(),
                defaults.huberThreshold());
        Networks.Device device = Networks.Device.valueOf(model.device().name());
        return settings -> new OnlineLearner(settings, Networks.lstm(shape, training, device, settings.seed()));
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }
}
