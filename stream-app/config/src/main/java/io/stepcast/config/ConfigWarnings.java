package io.stepcast.config;

import io.stepcast.config.DeliveryConfig.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may surprise in a configuration that is right. */
public final class ConfigWarnings {

    private ConfigWarnings() {}

    /** One sentence each, naming the keys. */
    public static List<String> of(StepcastConfig config) {
        List<String> warnings = new ArrayList<>();
        @Nullable Duration step = config.series().step();
        Duration interval = config.delivery().checkpointInterval();
        if (step != null && config.delivery().guarantee() == Guarantee.EXACTLY_ONCE && interval.compareTo(step) > 0) {
            warnings.add(
                    "with delivery.guarantee exactly-once a prediction becomes visible at the next checkpoint, every "
                            + Durations.format(interval) + ", when the step that it predicts (series.step, "
                            + Durations.format(step)
                            + ") may be over: shorten delivery.checkpoint-interval or take at-least-once");
        }
        Duration batchTimeout = config.serving().batchTimeout();
        if (step != null && batchTimeout.compareTo(step) >= 0) {
            warnings.add(
                    "serving.batch-timeout, " + Durations.format(batchTimeout) + ", is not shorter than series.step, "
                            + Durations.format(step) + ": a window may wait for longer than a step");
        }
        boolean allTaken = false;
        for (ModelRoute route : config.model().routes()) {
            if (allTaken) {
                warnings.add("the route " + route + " in model.routes never counts: * before it takes every series");
            }
            allTaken |= route.series().equals(String.valueOf(ModelRoute.ANY));
        }
        return warnings;
    }
}
