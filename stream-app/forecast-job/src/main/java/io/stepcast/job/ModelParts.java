package io.stepcast.job;

import io.stepcast.config.LearningConfig;
import io.stepcast.config.ModelConfig;
import io.stepcast.config.SeriesConfig;
import io.stepcast.config.StepcastConfig;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.operator.LearnerFactory;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingConfig;
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

    private final StepcastConfig config;

    public ModelParts(StepcastConfig config) {
        this.config = config;
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

    /** Makes learners with new networks. */
    public LearnerFactory learnerFactory() {
        ModelConfig model = config.model();
        NetworkShape shape = RecurrentShape.lstm(
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
        return settings -> new OnlineLearner(settings, Networks.create(shape, training, device, settings.seed()));
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }
}
