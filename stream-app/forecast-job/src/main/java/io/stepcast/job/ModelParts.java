package io.stepcast.job;

import io.stepcast.config.LearningConfig;
import io.stepcast.config.ModelConfig;
import io.stepcast.config.StepcastConfig;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.operator.LearnerFactory;
import io.stepcast.learn.Drift;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.NetworkKind;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.TrainingConfig;
import io.stepcast.random.SplitMix64;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
        ModelConfig model = config.model();
        int kinds = Math.min(1, model.recurrentNetworks()) + Math.min(1, model.feedForwardNetworks());
        return new ForecastConfig(window(), config.intervals().coverages(), kinds, model.secondStage());
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
                Drift.Policy.valueOf(learning.drift().name()),
                learning.seed());
    }

    /** Makes learners with new networks. */
    public LearnerFactory learnerFactory() {
        ModelConfig model = config.model();
        Ensemble.Dimensions dimensions = new Ensemble.Dimensions(
                model.window(),
                SeriesWindow.inputs(window()),
                config.series().features().size());
        TrainingConfig defaults = TrainingConfig.defaults();
        TrainingConfig training = new TrainingConfig(
                defaults.beta1(),
                defaults.beta2(),
                defaults.weightDecay(),
                config.learning().gradientClipNorm(),
                defaults.huberThreshold());
        Networks.Device device = Networks.Device.valueOf(model.device().name());
        return settings -> new OnlineLearner(settings, ensemble(model, dimensions, training, device, settings.seed()));
    }

    private static Ensemble ensemble(
            ModelConfig model,
            Ensemble.Dimensions dimensions,
            TrainingConfig training,
            Networks.Device device,
            long seed) {
        SplitMix64 seeds = new SplitMix64(seed);
        List<Supplier<Ensemble.Member>> makers = new ArrayList<>();
        NetworkShape recurrent =
                new NetworkShape(dimensions.time(), dimensions.inputs(), model.hidden(), dimensions.outputs());
        for (int i = 0; i < model.recurrentNetworks(); i++) {
            String name = numbered("lstm", i);
            long own = i == 0 ? seed : seeds.nextLong();
            makers.add(() -> new Ensemble.Member(
                    name, NetworkKind.RECURRENT, 7, Networks.lstm(recurrent, training, device, own)));
        }
        for (int i = 0; i < model.feedForwardNetworks(); i++) {
            String name = numbered("mlp", i);
            long own = seeds.nextLong();
            makers.add(() -> new Ensemble.Member(
                    name, NetworkKind.FEED_FORWARD, 3, Networks.lstm(recurrent, training, device, own)));
        }
        return Ensemble.make(dimensions, makers);
    }

    /** lstm, lstm2, lstm3. */
    private static String numbered(String name, int place) {
        return place == 0 ? name : name + (place + 1);
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }
}
