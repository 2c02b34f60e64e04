package io.stepcast.config;

import io.stepcast.config.SeriesConfig.CalendarField;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A resolved configuration as people read it: dotted keys and values, secrets hidden. */
public final class ConfigSummary {

    private ConfigSummary() {}

    /** Every key with its value, defaults filled in, in the order of the file. */
    public static Map<String, String> of(StepcastConfig config) {
        Map<String, String> summary = new LinkedHashMap<>();
        putProperties(summary, "kafka.", config.kafka().properties());
        RegistryConfig registry = config.registry();
        summary.put("registry.url", Secrets.withoutUserInfo(String.join(", ", registry.urls())));
        summary.put("registry.register", String.valueOf(registry.register()));
        summary.put("registry.retry-for", Durations.format(registry.retryFor()));
        putProperties(summary, "registry.", registry.properties());
        TopicsConfig topics = config.topics();
        summary.put("topics.readings", topics.readings());
        summary.put("topics.predictions", topics.predictions());
        summary.put("topics.outcomes", topics.outcomes());
        summary.put("topics.model-updates", topics.modelUpdates());
        summary.put("topics.alerts", topics.alerts());
        summary.put("topics.dead-letter", topics.deadLetter());
        putSeries(summary, config.series());
        putModel(summary, config.model());
        LearningConfig learning = config.learning();
        summary.put(
                "learning.every", learning.every() == Options.EVERY_AUTO ? "auto" : String.valueOf(learning.every()));
        summary.put("learning.replay", String.valueOf(learning.replay()));
        summary.put("learning.replay-capacity", String.valueOf(learning.replayCapacity()));
        summary.put("learning.learning-rate", String.valueOf(learning.learningRate()));
        summary.put("learning.gradient-clip-norm", String.valueOf(learning.gradientClipNorm()));
        summary.put("learning.drift", ValueType.name(learning.drift()));
        summary.put("learning.overload", ValueType.name(learning.overload()));
        summary.put("learning.max-lag", Durations.format(learning.maxLag()));
        summary.put("learning.seed", String.valueOf(learning.seed()));
        summary.put("serving.batch-size", String.valueOf(config.serving().batchSize()));
        summary.put("serving.batch-timeout", Durations.format(config.serving().batchTimeout()));
        summary.put("serving.publish-every", String.valueOf(config.serving().publishEvery()));
        summary.put("serving.inline-limit", Sizes.format(config.serving().inlineLimit()));
        summary.put("serving.keep-versions", String.valueOf(config.serving().keepVersions()));
        summary.put(
                "intervals.coverage",
                config.intervals().coverages().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        summary.put("delivery.guarantee", ValueType.name(config.delivery().guarantee()));
        summary.put(
                "delivery.checkpoint-interval",
                Durations.format(config.delivery().checkpointInterval()));
        summary.put(
                "delivery.checkpoint-dir",
                Secrets.withoutUserInfo(config.delivery().checkpointDir()));
        summary.put("delivery.parallelism", String.valueOf(config.delivery().parallelism()));
        return summary;
    }

    private static String routes(ModelConfig model) {
        if (model.routes().isEmpty()) {
            return "none";
        }
        int models = model.ids().size();
        String routes = model.routes().stream().map(ModelRoute::toString).collect(Collectors.joining(", "));
        return routes + " (" + models + (models == 1 ? " model)" : " models)");
    }

    private static void putModel(Map<String, String> summary, ModelConfig model) {
        summary.put("model.id", model.id());
        summary.put("model.routes", routes(model));
        summary.put("model.preset", ValueType.name(model.preset()));
        summary.put("model.window", String.valueOf(model.window()));
        summary.put("model.cell", ValueType.name(model.cell()));
        summary.put("model.layers", String.valueOf(model.layers()));
        summary.put("model.hidden", String.valueOf(model.hidden()));
        summary.put("model.recurrent-networks", String.valueOf(model.recurrentNetworks()));
        summary.put("model.feed-forward-networks", String.valueOf(model.feedForwardNetworks()));
        summary.put("model.second-stage", String.valueOf(model.secondStage()));
        summary.put("model.device", ValueType.name(model.device()));
        String startFrom = model.startFrom();
        if (startFrom != null) {
            summary.put("model.start-from", Secrets.withoutUserInfo(startFrom));
        }
    }

    private static void putSeries(Map<String, String> summary, SeriesConfig series) {
        if (series.key() != null) {
            summary.put("series.key", series.key());
        }
        if (series.timestamp() != null) {
            summary.put("series.timestamp", series.timestamp());
        }
        EventTimeConfig time = series.time();
        summary.put(
                "series.timestamp-from",
                time.header() == null ? ValueType.name(time.source()) : "header:" + time.header());
        summary.put("series.timestamp-format", ValueType.name(time.format()));
        summary.put("series.features", String.join(", ", series.features()));
        summary.put("series.step", orNone(series.step()));
        summary.put("series.season", orNone(series.season()));
        summary.put("series.max-gap", String.valueOf(series.maxGap()));
        summary.put("series.calendar", calendar(series.calendar()));
        summary.put("series.zone", series.zone().getId());
        summary.put("series.scaling", ValueType.name(series.scaling()));
        summary.put("series.max-ahead", Durations.format(series.maxAhead()));
        summary.put("series.max-lateness", Durations.format(time.maxLateness()));
        summary.put("series.corrections", ValueType.name(time.corrections()));
        summary.put("series.max-waiting", String.valueOf(time.maxWaiting()));
        summary.put("series.idle-after", Durations.format(time.idleAfter()));
        summary.put("series.when-idle", ValueType.name(time.whenIdle()));
        summary.put("series.ttl", orNone(time.ttl()));
    }

    private static void putProperties(Map<String, String> summary, String section, Map<String, String> properties) {
        new TreeMap<>(properties).forEach((name, value) -> summary.put(section + name, Secrets.shown(name, value)));
    }

    private static String calendar(@Nullable List<CalendarField> fields) {
        if (fields == null) {
            return "auto";
        }
        return fields.isEmpty() ? "none" : fields.stream().map(ValueType::name).collect(Collectors.joining(", "));
    }

    private static String orNone(@Nullable Duration duration) {
        return duration == null ? "none" : Durations.format(duration);
    }
}
