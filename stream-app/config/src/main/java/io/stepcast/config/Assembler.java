package io.stepcast.config;

import io.stepcast.config.EventTimeConfig.TimestampSource;
import io.stepcast.config.SeriesConfig.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the values against one another and makes the records of them. */
final class Assembler {

    private static final Duration DAY = Duration.ofDays(1);

    private final Map<String, Setting> settings;
    private final Values values;

    Assembler(Map<String, Setting> settings, Values values) {
        this.settings = settings;
        this.values = values;
    }

    /** Adds what is wrong between values that are right by themselves. */
    void check(List<String> problems) {
        checkFields(problems);
        Optional<Duration> step = values.find(Options.STEP).flatMap(value -> value);
        Optional<Duration> season = values.find(Options.SEASON).flatMap(value -> value);
        if (step.isPresent() && season.isPresent() && season.get().compareTo(step.get()) <= 0) {
            problems.add(values.place(Options.SEASON) + " must be longer than series.step, "
                    + Durations.format(step.get()) + ", got " + Durations.format(season.get()));
        }
        checkTtl(step.orElse(null), problems);
        Set<String> taken = new HashSet<>();
        for (Option<String> topic : Options.TOPICS) {
            if (values.find(Options.PREFIX).isPresent() && !taken.add(topic(topic))) {
                problems.add(values.place(topic) + " must name a topic of its own, got '" + topic(topic)
                        + "', which another key has");
            }
        }
    }

    /** Which fields of the user's own record must be named. */
    private void checkFields(List<String> problems) {
        boolean inRecord = values.find(Options.TIMESTAMP_FROM)
                .map(place -> place.source() == TimestampSource.RECORD)
                .orElse(true);
        boolean key = values.find(Options.KEY).isPresent();
        boolean timestamp = values.find(Options.TIMESTAMP).isPresent();
        if (!inRecord && timestamp) {
            problems.add(values.place(Options.TIMESTAMP) + " names a field of the record, and "
                    + values.place(Options.TIMESTAMP_FROM) + " takes the timestamp from elsewhere: leave one out");
        } else if (inRecord && key != timestamp) {
            Option<?> given = key ? Options.KEY : Options.TIMESTAMP;
            Option<?> missing = key ? Options.TIMESTAMP : Options.KEY;
            problems.add(values.place(given) + " needs '" + missing.key()
                    + "' too: both name fields of your own record, or neither is set");
        }
    }

    private void checkTtl(@Nullable Duration step, List<String> problems) {
        @Nullable
        Duration ttl = values.find(Options.TTL).flatMap(value -> value).orElse(null);
        Duration lateness = values.find(Options.MAX_LATENESS).orElse(Duration.ZERO);
        if (ttl == null) {
            return;
        }
        if (ttl.compareTo(lateness) <= 0) {
            problems.add(values.place(Options.TTL) + " must be longer than series.max-lateness, "
                    + Durations.format(lateness) + ", got " + Durations.format(ttl));
        }
        if (step != null && ttl.compareTo(step.multipliedBy(2)) < 0) {
            problems.add(values.place(Options.TTL) + " must be at least two of series.step, " + Durations.format(step)
                    + ", got " + Durations.format(ttl) + ": a series would be forgotten between its readings");
        }
    }

    /** The records. Call it only when there are no problems. */
    StepcastConfig assemble() {
        return new StepcastConfig(
                new KafkaConfig(clientProperties("kafka.")),
                new RegistryConfig(
                        values.get(Options.REGISTRY_URL),
                        values.get(Options.REGISTRY_REGISTER),
                        values.get(Options.REGISTRY_RETRY_FOR),
                        clientProperties("registry.")),
                new TopicsConfig(
                        topic(Options.READINGS),
                        topic(Options.PREDICTIONS),
                        topic(Options.OUTCOMES),
                        topic(Options.MODEL_UPDATES),
                        topic(Options.ALERTS),
                        topic(Options.DEAD_LETTER)),
                series(),
                model(),
                new LearningConfig(
                        values.get(Options.EVERY),
                        values.get(Options.REPLAY),
                        values.get(Options.REPLAY_CAPACITY),
                        values.get(Options.LEARNING_RATE),
                        values.get(Options.GRADIENT_CLIP_NORM),
                        values.get(Options.DRIFT),
                        values.get(Options.OVERLOAD),
                        values.get(Options.MAX_LAG),
                        values.get(Options.SEED)),
                new ServingConfig(
                        values.get(Options.BATCH_SIZE),
                        values.get(Options.BATCH_TIMEOUT),
                        values.get(Options.PUBLISH_EVERY),
                        values.get(Options.INLINE_LIMIT),
                        values.get(Options.KEEP_VERSIONS)),
                new IntervalsConfig(values.get(Options.COVERAGE)),
                new DeliveryConfig(
                        values.get(Options.GUARANTEE),
                        values.get(Options.CHECKPOINT_INTERVAL),
                        values.get(Options.CHECKPOINT_DIR),
                        values.get(Options.PARALLELISM)));
    }

    private ModelConfig model() {
        Preset preset = values.get(Options.PRESET);
        return new ModelConfig(
                values.get(Options.MODEL_ID),
                values.get(Options.ROUTES),
                preset,
                values.find(Options.WINDOW).orElse(preset.window),
                values.find(Options.CELL).orElse(preset.cell),
                values.find(Options.LAYERS).orElse(preset.layers),
                values.find(Options.HIDDEN).orElse(preset.hidden),
                values.find(Options.RECURRENT_NETWORKS).orElse(preset.recurrentNetworks),
                values.find(Options.FEED_FORWARD_NETWORKS).orElse(preset.feedForwardNetworks),
                values.find(Options.SECOND_STAGE).orElse(preset.secondStage),
                values.get(Options.DEVICE),
                values.find(Options.START_FROM).orElse(null));
    }

    private SeriesConfig series() {
        @Nullable String key = values.find(Options.KEY).orElse(null);
        @Nullable Duration step = values.get(Options.STEP).orElse(null);
        Optional<Optional<Duration>> season = values.find(Options.SEASON);
        return new SeriesConfig(
                key == null ? Format.READING : Format.OWN_RECORD,
                key,
                values.find(Options.TIMESTAMP).orElse(null),
                values.get(Options.FEATURES),
                step,
                season.isPresent() ? season.get().orElse(null) : automaticSeason(step),
                values.get(Options.MAX_GAP),
                values.find(Options.CALENDAR).orElse(null),
                values.get(Options.ZONE),
                values.get(Options.SCALING),
                values.get(Options.MAX_AHEAD),
                eventTime());
    }

    private EventTimeConfig eventTime() {
        TimestampPlace place = values.get(Options.TIMESTAMP_FROM);
        return new EventTimeConfig(
                place.source(),
                place.header(),
                values.get(Options.TIMESTAMP_FORMAT),
                values.get(Options.MAX_LATENESS),
                values.get(Options.CORRECTIONS),
                values.get(Options.MAX_WAITING),
                values.get(Options.IDLE_AFTER),
                values.get(Options.WHEN_IDLE),
                values.get(Options.TTL).orElse(null));
    }

    /** A day for steps under 12 h, a week for daily steps, none otherwise. */
    static @Nullable Duration automaticSeason(@Nullable Duration step) {
        if (step == null) {
            return null;
        }
        if (step.compareTo(Duration.ofHours(12)) < 0) {
            return DAY;
        }
        return step.equals(DAY) ? Duration.ofDays(7) : null;
    }

    private String topic(Option<String> option) {
        String name = option.key().substring("topics.".length());
        return values.find(option).orElseGet(() -> values.find(Options.PREFIX).orElse("") + "." + name);
    }

    private Map<String, String> clientProperties(String section) {
        Map<String, String> properties = new HashMap<>();
        for (Setting setting : new ArrayList<>(settings.values())) {
            boolean ours = section.equals("registry.") && KeyCheck.isKnown(setting.key());
            if (setting.key().startsWith(section) && !ours) {
                properties.put(setting.key().substring(section.length()), setting.text());
            }
        }
        return properties;
    }
}
