package io.stepcast.config;

import static io.stepcast.config.Option.defaulted;
import static io.stepcast.config.Option.derived;
import static io.stepcast.config.Option.required;
import static io.stepcast.config.ValueType.anyWholeNumber;
import static io.stepcast.config.ValueType.choice;
import static io.stepcast.config.ValueType.choices;
import static io.stepcast.config.ValueType.duration;
import static io.stepcast.config.ValueType.flag;
import static io.stepcast.config.ValueType.names;
import static io.stepcast.config.ValueType.number;
import static io.stepcast.config.ValueType.numbers;
import static io.stepcast.config.ValueType.orNone;
import static io.stepcast.config.ValueType.orWord;
import static io.stepcast.config.ValueType.routes;
import static io.stepcast.config.ValueType.size;
import static io.stepcast.config.ValueType.text;
import static io.stepcast.config.ValueType.timestampPlace;
import static io.stepcast.config.ValueType.urls;
import static io.stepcast.config.ValueType.wholeNumber;
import static io.stepcast.config.ValueType.zone;

import io.stepcast.config.DeliveryConfig.Guarantee;
import io.stepcast.config.EventTimeConfig.Corrections;
import io.stepcast.config.EventTimeConfig.TimestampFormat;
import io.stepcast.config.EventTimeConfig.WhenIdle;
import io.stepcast.config.LearningConfig.Drift;
import io.stepcast.config.LearningConfig.Overload;
import io.stepcast.config.ModelConfig.Cell;
import io.stepcast.config.ModelConfig.Device;
import io.stepcast.config.SeriesConfig.CalendarField;
import io.stepcast.config.SeriesConfig.Scaling;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Every key that Stepcast itself reads, in the order of the file. */
final class Options {

    /** {@code learning.every: auto} as {@link LearningConfig#every} has it. */
    static final int EVERY_AUTO = 0;

    /** {@code learning.replay: auto}. */
    static final int REPLAY_AUTO = 3;

    /** With the probes, a model update then stays below the 1 MiB that Kafka's clients send by default. */
    private static final int MOST_INLINE_BYTES = 768 * 1024;

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final ValueType<String> TOPIC =
            text("a topic name: 1 to 249 letters, digits, dots, underscores or hyphens", "[A-Za-z0-9._-]{1,249}");

    static final Option<String> BOOTSTRAP_SERVERS = required(
            "kafka.bootstrap.servers",
            text(),
            "Brokers, as host:port. Any other property of a Kafka client goes beside it");

    static final Option<List<String>> REGISTRY_URL = required(
            "registry.url",
            urls(),
            "Schema registry; several addresses are tried in turn. Properties of the Confluent client go beside it");
    static final Option<Boolean> REGISTRY_REGISTER = defaulted(
            "registry.register",
            flag(),
            "true",
            "Whether Stepcast registers its schemas at start or requires them to exist");
    static final Option<Duration> REGISTRY_RETRY_FOR = defaulted(
            "registry.retry-for",
            duration(MILLISECOND),
            "10 s",
            "How long a registry that doesn't answer is retried before the job restarts from its checkpoint");

    static final Option<String> PREFIX = required(
            "topics.prefix",
            text("1 to 200 letters, digits, dots, underscores or hyphens", "[A-Za-z0-9._-]{1,200}"),
            "What all topic names begin with");
    static final Option<String> READINGS = topic("readings", "Where readings come from");
    static final Option<String> PREDICTIONS = topic("predictions", "Where predictions go");
    static final Option<String> OUTCOMES =
            topic("outcomes", "Where each prediction goes beside the reading that then came");
    static final Option<String> MODEL_UPDATES = topic("model-updates", "Where published model versions go");
    static final Option<String> ALERTS = topic("alerts", "Where alerts go");
    static final Option<String> DEAD_LETTER =
            topic("dead-letter", "Where readings go that can't be used, with the reason in their headers");

    static final Option<String> KEY = derived(
            "series.key",
            text(),
            "none",
            "Field of your own Avro record that names the series; goes with series.timestamp, unless the record does not"
                    + " hold the timestamp");
    static final Option<String> TIMESTAMP =
            derived("series.timestamp", text(), "none", "Field of your own Avro record that holds the event time");
    static final Option<TimestampPlace> TIMESTAMP_FROM = defaulted(
            "series.timestamp-from",
            timestampPlace(),
            "record",
            "Where a reading's timestamp is: in the record, its Kafka timestamp, or in the Kafka header of a name");
    static final Option<TimestampFormat> TIMESTAMP_FORMAT = defaulted(
            "series.timestamp-format",
            choice(TimestampFormat.class),
            "auto",
            "How it is written; auto goes by the Avro logical type, takes numbers without one as milliseconds, and text as"
                    + " ISO-8601");
    static final Option<List<String>> FEATURES = required(
            "series.features",
            names(500),
            "Names of the values of a reading, in order; with your own record, its fields");
    static final Option<Optional<Duration>> STEP = defaulted(
            "series.step",
            orNone(duration(MILLISECOND)),
            "none",
            "The fixed time between readings, or none when they come at irregular times");
    static final Option<Optional<Duration>> SEASON = derived(
            "series.season",
            orWord("auto", Optional.empty(), orNone(duration(MILLISECOND))),
            "auto",
            "The season; auto is 1 d for steps under 12 h, 7 d for steps of 1 d, and none otherwise");
    static final Option<Integer> MAX_GAP = defaulted(
            "series.max-gap",
            wholeNumber(0, 100),
            "3",
            "Missing steps in a row, of a series with a fixed step, that the window shows as missing; beyond it begins anew");
    static final Option<List<CalendarField>> CALENDAR = derived(
            "series.calendar",
            orWord("auto", List.of(), orWord("none", List.of(), choices(CalendarField.class))),
            "auto",
            "What the network is told of a moment beside its place in the season; auto is day-of-year for steps of at least 1 h, "
                    + "nothing for shorter ones, and all of it without a step");
    static final Option<ZoneId> ZONE = defaulted(
            "series.zone", zone(), "UTC", "Time zone whose clock tells the place in season, day, week and year");
    static final Option<Scaling> SCALING = defaulted(
            "series.scaling",
            choice(Scaling.class),
            "running",
            "What values are measured in: running is their running mean and standard deviation, min-max their range, window the mean "
                    + "and standard deviation of the rows in the window");
    static final Option<Duration> MAX_AHEAD = defaulted(
            "series.max-ahead",
            duration(MILLISECOND),
            "1 h",
            "How far a reading's timestamp may lie ahead of its Kafka timestamp");
    static final Option<Duration> MAX_LATENESS = defaulted(
            "series.max-lateness",
            duration(Duration.ZERO),
            "0 s",
            "How far a reading may lie behind the newest on its partition and still be put in order; with 0 s nothing"
                    + " waits");
    static final Option<Corrections> CORRECTIONS = defaulted(
            "series.corrections",
            choice(Corrections.class),
            "keep-first",
            "What a second reading of a time step with other values does: the first stays, or the second replaces it while"
                    + " it is in the window or waits");
    static final Option<Integer> MAX_WAITING = defaulted(
            "series.max-waiting",
            wholeNumber(1, 1_000_000),
            "1000",
            "Most readings of one series that wait to be put in order; one more lets the oldest go");
    static final Option<Duration> IDLE_AFTER = defaulted(
            "series.idle-after",
            duration(MILLISECOND),
            "1 min",
            "After how long a silent partition no longer holds event time back");
    static final Option<WhenIdle> WHEN_IDLE = defaulted(
            "series.when-idle",
            choice(WhenIdle.class),
            "wait",
            "What becomes of readings that wait when all partitions are silent; with release, what is learnt may depend on"
                    + " the clock");
    static final Option<Optional<Duration>> TTL = defaulted(
            "series.ttl",
            orNone(duration(MILLISECOND)),
            "none",
            "How long in event time a series may be silent before it is forgotten; should it come back, it begins anew");

    static final Option<String> MODEL_ID = defaulted(
            "model.id",
            text("1 to 100 letters, digits, dots, underscores or hyphens", RouteReader.ID),
            "default",
            "The model's name; with model.routes, that of the model for all series that no route takes");
    static final Option<List<ModelRoute>> ROUTES = defaulted(
            "model.routes",
            orWord("none", List.of(), routes()),
            "none",
            "Which series have a model of their own; `*` in a pattern stands for any characters, `?` for one, and the first"
                    + " route that fits counts");
    static final Option<Preset> PRESET = defaulted(
            "model.preset",
            choice(Preset.class),
            "fast",
            "What the other keys of the model are unless they are set: fast is an LSTM and a feed-forward network with the second"
                    + " stage; standard two of each; accurate three larger LSTMs and four feed-forward"
                    + " networks; lstm one LSTM without the second stage; linear no network");
    static final Option<Integer> WINDOW =
            derived("model.window", wholeNumber(1, 512), "auto", "Time steps that the networks see");
    static final Option<Cell> CELL =
            derived("model.cell", choice(Cell.class), "auto", "What the recurrent networks are made of; auto is lstm");
    static final Option<Integer> LAYERS =
            derived("model.layers", wholeNumber(1, 4), "auto", "Layers of a recurrent network; auto is 1");
    static final Option<Integer> HIDDEN =
            derived("model.hidden", wholeNumber(1, 1024), "auto", "Hidden units per layer of a recurrent network");
    static final Option<Integer> RECURRENT_NETWORKS =
            derived("model.recurrent-networks", wholeNumber(0, 8), "auto", "How many recurrent networks learn");
    static final Option<Integer> FEED_FORWARD_NETWORKS =
            derived("model.feed-forward-networks", wholeNumber(0, 8), "auto", "How many feed-forward networks learn");
    static final Option<Boolean> SECOND_STAGE = derived(
            "model.second-stage",
            flag(),
            "auto",
            "Whether the mixture of the experts is corrected once more by the time of the season");
    static final Option<Device> DEVICE =
            defaulted("model.device", choice(Device.class), "auto", "Where the networks live");

    static final Option<String> START_FROM = derived(
            "model.start-from",
            text(),
            "none",
            "File of weights, from stepcast fit --config, that a model without any state begins with");

    static final Option<Integer> EVERY = defaulted(
            "learning.every",
            orWord("auto", EVERY_AUTO, wholeNumber(1, 100_000)),
            "auto",
            "Labelled windows per learning step; auto is the number of series seen so far, at least 2 and at most 256");
    static final Option<Integer> REPLAY = defaulted(
            "learning.replay",
            orWord("auto", REPLAY_AUTO, wholeNumber(0, 100)),
            "auto",
            "Replayed windows per new one in a learning step; auto is 3");
    static final Option<Integer> REPLAY_CAPACITY = defaulted(
            "learning.replay-capacity",
            wholeNumber(1, 1_000_000),
            "4096",
            "Most labelled windows kept for replay; at most 1024 of each series");
    static final Option<Double> LEARNING_RATE = defaulted(
            "learning.learning-rate",
            number("a number above 0 and at most 1", value -> value > 0 && value <= 1),
            "1e-3",
            "Learning rate of Adam");
    static final Option<Double> GRADIENT_CLIP_NORM = defaulted(
            "learning.gradient-clip-norm",
            number("a number above 0", value -> value > 0 && !value.isInfinite()),
            "1.0",
            "Largest norm of a gradient; longer ones are shortened to it");
    static final Option<Drift> DRIFT = defaulted(
            "learning.drift",
            choice(Drift.class),
            "adapt",
            "What is done when the loss has changed for good: adapt learns faster and replays less for a while; both adapt and"
                    + " report publish an event");
    static final Option<Overload> OVERLOAD = defaulted(
            "learning.overload",
            choice(Overload.class),
            "keep-up",
            "What happens when readings come faster than they can be learnt from: keep-up learns from all and reads more"
                    + " slowly, thin leaves windows out of learning, never of predicting");
    static final Option<Duration> MAX_LAG = defaulted(
            "learning.max-lag",
            duration(MILLISECOND),
            "30 s",
            "With thin: how long after its Kafka timestamp a reading may reach the learner before learning is thinned; it"
                    + " ends at half of that");
    static final Option<Long> SEED = defaulted("learning.seed", anyWholeNumber(), "42", "Seed of all randomness");

    static final Option<Integer> BATCH_SIZE =
            defaulted("serving.batch-size", wholeNumber(1, 65_536), "256", "Most windows predicted in one pass");
    static final Option<Duration> BATCH_TIMEOUT = defaulted(
            "serving.batch-timeout", duration(MILLISECOND), "20 ms", "Longest that a window waits for others");
    static final Option<Integer> PUBLISH_EVERY = defaulted(
            "serving.publish-every",
            wholeNumber(1, Integer.MAX_VALUE),
            "1000",
            "Learning steps per published model version");

    static final Option<Integer> INLINE_LIMIT = defaulted(
            "serving.inline-limit",
            size(MOST_INLINE_BYTES),
            "512 KiB",
            "Largest parameters that a model update carries; larger ones lie in the checkpoint folder, under models");
    static final Option<Integer> KEEP_VERSIONS = defaulted(
            "serving.keep-versions",
            wholeNumber(1, 1_000_000),
            "100",
            "Newest model versions that are kept; older ones are removed from the topic, with their files");

    static final Option<List<Double>> COVERAGE = defaulted(
            "intervals.coverage",
            numbers("numbers above 0 and below 1", 8, value -> value > 0 && value < 1),
            "0.9",
            "Share of outcomes that the interval around a prediction is to hold; with a list the first is the main one");

    static final Option<Guarantee> GUARANTEE = defaulted(
            "delivery.guarantee",
            choice(Guarantee.class),
            "exactly-once",
            "How often a record may come out; with exactly-once it is visible when the checkpoint is done");
    static final Option<Duration> CHECKPOINT_INTERVAL = defaulted(
            "delivery.checkpoint-interval", duration(Duration.ofMillis(10)), "5 s", "Time between checkpoints");
    static final Option<String> CHECKPOINT_DIR = required(
            "delivery.checkpoint-dir",
            text(),
            "Where checkpoints are kept: a folder, or a URI that Flink can write to");
    static final Option<Integer> PARALLELISM =
            defaulted("delivery.parallelism", wholeNumber(1, 128), "1", "Subtasks per operator");

    static final List<Option<?>> ALL = List.of(
            BOOTSTRAP_SERVERS,
            REGISTRY_URL,
            REGISTRY_REGISTER,
            REGISTRY_RETRY_FOR,
            PREFIX,
            READINGS,
            PREDICTIONS,
            OUTCOMES,
            MODEL_UPDATES,
            ALERTS,
            DEAD_LETTER,
            KEY,
            TIMESTAMP,
            TIMESTAMP_FROM,
            TIMESTAMP_FORMAT,
            FEATURES,
            STEP,
            SEASON,
            MAX_GAP,
            CALENDAR,
            ZONE,
            SCALING,
            MAX_AHEAD,
            MAX_LATENESS,
            CORRECTIONS,
            MAX_WAITING,
            IDLE_AFTER,
            WHEN_IDLE,
            TTL,
            MODEL_ID,
            ROUTES,
            PRESET,
            WINDOW,
            CELL,
            LAYERS,
            HIDDEN,
            RECURRENT_NETWORKS,
            FEED_FORWARD_NETWORKS,
            SECOND_STAGE,
            DEVICE,
            START_FROM,
            EVERY,
            REPLAY,
            REPLAY_CAPACITY,
            LEARNING_RATE,
            GRADIENT_CLIP_NORM,
            DRIFT,
            OVERLOAD,
            MAX_LAG,
            SEED,
            BATCH_SIZE,
            BATCH_TIMEOUT,
            PUBLISH_EVERY,
            INLINE_LIMIT,
            KEEP_VERSIONS,
            COVERAGE,
            GUARANTEE,
            CHECKPOINT_INTERVAL,
            CHECKPOINT_DIR,
            PARALLELISM);

    static final List<Option<String>> TOPICS =
            List.of(READINGS, PREDICTIONS, OUTCOMES, MODEL_UPDATES, ALERTS, DEAD_LETTER);

    private Options() {}

    private static Option<String> topic(String name, String description) {
        return derived("topics." + name, TOPIC, "`<prefix>." + name + "`", description);
    }
}
