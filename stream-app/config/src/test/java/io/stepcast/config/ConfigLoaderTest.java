package io.stepcast.config;

import static io.stepcast.config.Configs.parse;
import static io.stepcast.config.Configs.problems;
import static io.stepcast.config.Configs.problemsWith;
import static io.stepcast.config.Configs.smallestWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.config.DeliveryConfig.Guarantee;
import io.stepcast.config.EventTimeConfig.Corrections;
import io.stepcast.config.EventTimeConfig.TimestampFormat;
import io.stepcast.config.EventTimeConfig.TimestampSource;
import io.stepcast.config.EventTimeConfig.WhenIdle;
import io.stepcast.config.LearningConfig.Drift;
import io.stepcast.config.LearningConfig.Overload;
import io.stepcast.config.ModelConfig.Cell;
import io.stepcast.config.ModelConfig.Device;
import io.stepcast.config.SeriesConfig.CalendarField;
import io.stepcast.config.SeriesConfig.Format;
import io.stepcast.config.SeriesConfig.Scaling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    @Test
    void smallestFileGetsAllDefaults() {
        StepcastConfig config = smallestWith();

        assertThat(config)
                .isEqualTo(new StepcastConfig(
                        new KafkaConfig(Map.of("bootstrap.servers", "kafka:9092")),
                        new RegistryConfig(List.of("http://registry:8081"), true, Duration.ofSeconds(10), Map.of()),
                        new TopicsConfig(
                                "weather.readings",
                                "weather.predictions",
                                "weather.outcomes",
                                "weather.model-updates",
                                "weather.alerts",
                                "weather.dead-letter"),
                        new SeriesConfig(
                                Format.READING,
                                null,
                                null,
                                List.of("temp_max", "wind"),
                                null,
                                null,
                                3,
                                null,
                                ZoneId.of("UTC"),
                                Scaling.RUNNING,
                                Duration.ofHours(1),
                                EventTimeConfig.DEFAULTS),
                        new ModelConfig(
                                "default", List.of(), Preset.FAST, 8, Cell.LSTM, 1, 32, 1, 1, true, Device.AUTO, null),
                        new LearningConfig(
                                0, 3, 4096, 1e-3, 1.0, Drift.ADAPT, Overload.KEEP_UP, Duration.ofSeconds(30), 42),
                        new ServingConfig(256, Duration.ofMillis(20), 1000, 512 * 1024, 100),
                        new IntervalsConfig(List.of(0.9)),
                        new DeliveryConfig(Guarantee.EXACTLY_ONCE, Duration.ofSeconds(5), "/var/stepcast", 1)));
    }

    @Test
    void everyKeyCanBeSet() {
        StepcastConfig config = parse("""
                kafka: {bootstrap.servers: "a:1,b:2", security.protocol: SSL}
                registry: {url: "http://a:1, https://b:2", register: false, retry-for: 1 min, basic.auth.user.info: "u:p"}
                topics: {prefix: p, readings: in, predictions: out, outcomes: o, model-updates: m, alerts: a, dead-letter: d}
                series: {key: station, timestamp: at, features: [x], step: 1 h, season: 2 d, max-gap: 0,
                  calendar: [hour, day-of-year], zone: Europe/Berlin, scaling: min-max, max-ahead: 5 min,
                  timestamp-format: seconds, max-lateness: 3 h, corrections: replace, max-waiting: 50, idle-after: 5 s,
                  when-idle: release, ttl: 7 d}
                model: {id: small, routes: [{series: "eu-*", id: eu}], preset: linear, window: 24, cell: gru, layers: 2, hidden: 64,
                        recurrent-networks: 3, feed-forward-networks: 2, second-stage: true, device: cpu, start-from: weights.safetensors}
                learning: {every: 16, replay: 0, replay-capacity: 10, learning-rate: 0.01, gradient-clip-norm: 5, drift: off,
                           overload: thin, max-lag: 1 min, seed: -7}
                serving: {batch-size: 8, batch-timeout: 1 s, publish-every: 10, inline-limit: 1000 B, keep-versions: 3}
                intervals: {coverage: [0.5, 0.9]}
                delivery: {guarantee: at-least-once, checkpoint-interval: 1 min, checkpoint-dir: "s3://bucket/x", parallelism: 4}
                """);

        assertThat(config)
                .isEqualTo(new StepcastConfig(
                        new KafkaConfig(Map.of("bootstrap.servers", "a:1,b:2", "security.protocol", "SSL")),
                        new RegistryConfig(
                                List.of("http://a:1", "https://b:2"),
                                false,
                                Duration.ofMinutes(1),
                                Map.of("basic.auth.user.info", "u:p")),
                        new TopicsConfig("in", "out", "o", "m", "a", "d"),
                        new SeriesConfig(
                                Format.OWN_RECORD,
                                "station",
                                "at",
                                List.of("x"),
                                Duration.ofHours(1),
                                Duration.ofDays(2),
                                0,
                                List.of(CalendarField.HOUR, CalendarField.DAY_OF_YEAR),
                                ZoneId.of("Europe/Berlin"),
                                Scaling.MIN_MAX,
                                Duration.ofMinutes(5),
                                new EventTimeConfig(
                                        TimestampSource.RECORD,
                                        null,
                                        TimestampFormat.SECONDS,
                                        Duration.ofHours(3),
                                        Corrections.REPLACE,
                                        50,
                                        Duration.ofSeconds(5),
                                        WhenIdle.RELEASE,
                                        Duration.ofDays(7))),
                        new ModelConfig(
                                "small",
                                List.of(new ModelRoute("eu-*", "eu")),
                                Preset.LINEAR,
                                24,
                                Cell.GRU,
                                2,
                                64,
                                3,
                                2,
                                true,
                                Device.CPU,
                                "weights.safetensors"),
                        new LearningConfig(16, 0, 10, 0.01, 5.0, Drift.OFF, Overload.THIN, Duration.ofMinutes(1), -7),
                        new ServingConfig(8, Duration.ofSeconds(1), 10, 1000, 3),
                        new IntervalsConfig(List.of(0.5, 0.9)),
                        new DeliveryConfig(Guarantee.AT_LEAST_ONCE, Duration.ofMinutes(1), "s3://bucket/x", 4)));
    }

    @Test
    void aKeyOfTheModelWinsOverItsPreset() {
        String standard = """
                kafka.bootstrap.servers: a:1
                registry.url: http://r
                topics.prefix: p
                series.features: [x]
                delivery.checkpoint-dir: d
                model: {preset: standard, hidden: 48, second-stage: false, cell: auto}
                """;

        assertThat(parse(standard).model())
                .isEqualTo(new ModelConfig(
                        "default", List.of(), Preset.STANDARD, 8, Cell.LSTM, 1, 48, 2, 2, false, Device.AUTO, null));
    }

    @Test
    void sectionsCanBeFlatNestedOrDotted() {
        String rest = """
                registry.url: http://r:1
                topics.prefix: p
                series.features: [x]
                delivery: {checkpoint-dir: c}
                """;

        StepcastConfig dotted = parse("kafka.bootstrap.servers: k:1\n" + rest);

        assertThat(parse("kafka: {bootstrap.servers: 'k:1'}\n" + rest)).isEqualTo(dotted);
        assertThat(parse("kafka: {bootstrap: {servers: 'k:1'}}\n" + rest)).isEqualTo(dotted);
    }

    @Test
    void aCalendarIsAutoNoneOrAList() {
        assertThat(calendar("auto")).isNull();
        assertThat(calendar("none")).isEmpty();
        assertThat(calendar("weekday")).containsExactly(CalendarField.WEEKDAY);
        assertThat(calendar("[weekday, hour]")).containsExactly(CalendarField.WEEKDAY, CalendarField.HOUR);
    }

    private static @Nullable List<CalendarField> calendar(String value) {
        return smallestWith("series.calendar=" + value).series().calendar();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "series.calendar=minute | must be auto or none or a list of hour, weekday or day-of-year, got 'minute'",
                "series.calendar=[hour, hour] | must be auto or none or a list of hour, weekday or day-of-year, got",
                "series.zone=Mars/North | must be a time zone (UTC, Europe/Berlin, +01:00), got 'Mars/North'",
                "series.max-gap=101 | must be a whole number from 0 to 100, got '101'",
                "series.scaling=log | must be running, min-max or window, got 'log'"
            })
    void howWindowsAreKeptIsChecked(String setting, String problem) {
        assertThat(problemsWith(setting)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest(name = "step {0}: season {1}")
    @CsvSource({"none,", "1 min,1 d", "1 h,1 d", "11 h,1 d", "12 h,", "1 d,7 d", "24h,7 d", "2 d,", "7 d,"})
    void automaticSeasonFollowsTheStep(String step, String season) {
        Duration expected = season == null ? null : Durations.parse(season);

        assertThat(smallestWith("series.step=" + step).series().season()).isEqualTo(expected);
        assertThat(smallestWith("series.step=" + step, "series.season=auto")
                        .series()
                        .season())
                .isEqualTo(expected);
    }

    @Test
    void seasonCanBeSwitchedOff() {
        assertThat(smallestWith("series.step=1 h", "series.season=none")
                        .series()
                        .season())
                .isNull();
    }

    @Test
    void overridesReplaceTheFileAndTheLastOneHolds() {
        StepcastConfig config = smallestWith(
                "model.window=9", "model.window=10", "series.features=a, b", "kafka.sasl.jaas.config=x=y;");

        assertThat(config.model().window()).isEqualTo(10);
        assertThat(config.series().features()).containsExactly("a", "b");
        assertThat(config.kafka().properties()).containsEntry("sasl.jaas.config", "x=y;");
    }

    @Test
    void listsInOverridesMayBeWrittenAsInTheFile() {
        assertThat(smallestWith("series.features=[a, b]").series().features()).containsExactly("a", "b");
    }

    @Test
    void environmentStandsInForReferences() {
        StepcastConfig config = ConfigLoader.parse(
                Configs.SMALLEST.replace("kafka:9092", "${HOST}:${PORT}"),
                "test.yaml",
                List.of("kafka.sasl.password=${PASSWORD}"),
                Map.of("HOST", "broker", "PORT", "1", "PASSWORD", "a$b\\c"));

        assertThat(config.kafka().properties())
                .isEqualTo(Map.of("bootstrap.servers", "broker:1", "sasl.password", "a$b\\c"));
    }

    @Test
    void allProblemsComeAtOnce() {
        String yaml = """
                kafka: {security.protocol: SSL}
                registry: {url: registry:8081}
                model:
                  window: 0
                  hiden: 3
                learning:
                  lerning-rate: 1e-3
                  seed: 1
                  seed: 2
                delivery: {guarantee: EXACTLY_ONCE}
                """;

        assertThat(problems(yaml, Map.of()))
                .containsExactlyInAnyOrder(
                        "'kafka.bootstrap.servers' is required: must be a text that is not blank",
                        "'registry.url' (line 2) must be http:// or https:// URLs, several with commas between them, got"
                                + " 'registry:8081'",
                        "'topics.prefix' is required: must be 1 to 200 letters, digits, dots, underscores or hyphens",
                        "'series.features' is required: must be a list of 1 to 500 different names",
                        "'model.window' (line 4) must be a whole number from 1 to 512, got '0'",
                        "unknown key 'model.hiden' (line 5): did you mean 'hidden'?",
                        "unknown key 'learning.lerning-rate' (line 7): did you mean 'learning-rate'?",
                        "'learning.seed' (line 9) is already set on line 8",
                        "'delivery.guarantee' (line 10) must be exactly-once or at-least-once, got 'EXACTLY_ONCE'",
                        "'delivery.checkpoint-dir' is required: must be a text that is not blank");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "model.windw=1 | did you mean 'window'?",
                "window=1 | did you mean 'model.window'?",
                "serving.learning-rate=1 | did you mean 'learning.learning-rate'?",
                "modell.window=1 | did you mean 'model.window'?",
                "topics.reading=x | did you mean 'readings'?",
                "registry.retry-fr=1 s | did you mean 'retry-for'?",
                "intervals.wideness-of-it-all=1 | 'intervals' knows coverage",
                "somewhere.else=1 | the sections are delivery, intervals, kafka, learning, model, registry, series, serving, topics"
            })
    void unknownKeysNameTheNearestKnownOne(String override, String hint) {
        String key = override.substring(0, override.indexOf('='));

        assertThat(problemsWith(override)).containsExactly("unknown key '" + key + "' (--set): " + hint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "model.window=513 | must be a whole number from 1 to 512, got '513'",
                "model.window=1.5 | must be a whole number from 1 to 512, got '1.5'",
                "model.hidden=1025 | must be a whole number from 1 to 1024, got '1025'",
                "model.device=gpu | must be auto, cpu or cuda, got 'gpu'",
                "learning.every=0 | must be auto or a whole number from 1 to 100000, got '0'",
                "learning.replay=-1 | must be auto or a whole number from 0 to 100, got '-1'",
                "learning.learning-rate=0 | must be a number above 0 and at most 1, got '0'",
                "learning.gradient-clip-norm=NaN | must be a number above 0, got 'NaN'",
                "intervals.coverage=1 | must be one or a list of at most 8 different numbers above 0 and below 1, got '1'",
                "intervals.coverage=[0.9, 0.90] | must be one or a list of at most 8 different numbers above 0 and below 1, got '[0.9, 0.90]'",
                "model.preset=fastest | must be fast, standard, accurate, lstm or linear, got 'fastest'",
                "delivery.parallelism=0 | must be a whole number from 1 to 128, got '0'",
                "registry.register=yes | must be true or false, got 'yes'",
                "topics.alerts=a b | must be a topic name: 1 to 249 letters, digits, dots, underscores or hyphens, got 'a b'",
                "series.features=a,a | must be a list of 1 to 500 different names, got 'a,a'",
                "series.features=a,,b | must be a list of 1 to 500 different names, got 'a,,b'",
                "series.step=1 year | must be none or a duration of at least 1 ms (20 ms, 5 s, 10 min, 1 h, 7 d), got '1 year'",
                "serving.batch-timeout=20 | must be a duration of at least 1 ms (20 ms, 5 s, 10 min, 1 h, 7 d), got '20'"
            })
    void wrongValuesSayWhatIsRequiredAndWhatCame(String override, String problem) {
        String key = override.substring(0, override.indexOf('='));

        assertThat(problemsWith(override)).containsExactly("'" + key + "' (--set) " + problem);
    }

    @Test
    void timestampsMayComeFromKafkaOrAHeaderInsteadOfTheRecord() {
        SeriesConfig kafka = smallestWith("series.timestamp-from=kafka", "series.key=station")
                .series();
        SeriesConfig header = smallestWith("series.timestamp-from=header:taken-at", "series.timestamp-format=iso-8601")
                .series();

        assertThat(kafka.format()).isEqualTo(Format.OWN_RECORD);
        assertThat(kafka.time().source()).isEqualTo(TimestampSource.KAFKA);
        assertThat(header.time().source()).isEqualTo(TimestampSource.HEADER);
        assertThat(header.time().header()).isEqualTo("taken-at");
        assertThat(header.time().format()).isEqualTo(TimestampFormat.ISO_8601);
        assertThat(problemsWith("series.timestamp-from=header:", "series.timestamp-format=weeks"))
                .containsExactly(
                        "'series.timestamp-from' (--set) must be record, kafka or header:<name>, got 'header:'",
                        "'series.timestamp-format' (--set) must be auto, seconds, millis, micros, nanos or iso-8601,"
                                + " got 'weeks'");
        assertThat(problemsWith("series.timestamp-from=kafka", "series.key=station", "series.timestamp=at"))
                .containsExactly("'series.timestamp' (--set) names a field of the record, and 'series.timestamp-from'"
                        + " (--set) takes the timestamp from elsewhere: leave one out");
    }

    @Test
    void aSeriesMustNotBeForgottenBetweenItsReadings() {
        assertThat(problemsWith("series.ttl=1 h", "series.step=31 min"))
                .containsExactly(
                        "'series.ttl' (--set) must be at least two of series.step, 31 min, got 1 h: a series would"
                                + " be forgotten between its readings");
        assertThat(problemsWith("series.ttl=1 h", "series.max-lateness=1 h"))
                .containsExactly("'series.ttl' (--set) must be longer than series.max-lateness, 1 h, got 1 h");
        assertThat(problemsWith("series.ttl=1 h", "series.step=30 min", "series.max-lateness=59 min"))
                .isEmpty();
    }

    @Test
    void keyAndTimestampGoTogether() {
        assertThat(problemsWith("series.key=station"))
                .containsExactly(
                        "'series.key' (--set) needs 'series.timestamp' too: both name fields of your own record, or"
                                + " neither is set");
        assertThat(problemsWith("series.timestamp=at"))
                .singleElement()
                .asString()
                .contains("needs 'series.key' too");
    }

    @Test
    void seasonMustBeLongerThanTheStep() {
        assertThat(problemsWith("series.step=1 d", "series.season=24 h"))
                .containsExactly("'series.season' (--set) must be longer than series.step, 1 d, got 1 d");
    }

    @Test
    void topicsMustDiffer() {
        assertThat(problemsWith("topics.outcomes=weather.readings"))
                .containsExactly(
                        "'topics.outcomes' (--set) must name a topic of its own, got 'weather.readings', which another"
                                + " key has");
    }

    @Test
    void missingVariablesAreProblems() {
        assertThat(problems(Configs.SMALLEST.replace("weather", "\"${PREFIX}\""), Map.of()))
                .contains("'topics.prefix' (line 3) needs the environment variable PREFIX, which is not set");
    }

    @Test
    void problemsNeverPrintSecrets() {
        List<String> problems = problems(
                Configs.SMALLEST.replace("http://registry", "htp://user:hunter2@registry"),
                Map.of("WINDOW", "hunter2"),
                "model.window=${WINDOW}",
                "kafka.sasl.password=hunter2",
                "registry=http://user:hunter2@host");

        assertThat(problems)
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"))
                .anySatisfy(problem -> assertThat(problem).endsWith("got '${WINDOW}'"));
    }

    @Test
    void brokenYamlIsToldByItsLineWithoutItsText() {
        assertThat(problems("kafka:\n  password: hunter2\n   x: [\n", Map.of()))
                .singleElement()
                .asString()
                .startsWith("line 3 is not YAML: ")
                .doesNotContain("hunter2");
    }

    @Test
    void oddShapesAreProblems() {
        assertThat(problems("- a\n- b\n", Map.of()))
                .containsExactly("the file must hold keys and values (kafka: …), got a list");
        assertThat(problems(Configs.SMALLEST + "model: 7\n", Map.of()))
                .containsExactly("'model' (line 7) must be a section with keys below it, got '7'");
        assertThat(problems(Configs.SMALLEST + "model:\n  window: [1, 2]\n  id:\n", Map.of()))
                .containsExactlyInAnyOrder(
                        "'model.window' (line 8) must be a whole number from 1 to 512, got a list",
                        "'model.id' (line 9) has no value");
        assertThat(problems(Configs.SMALLEST + "model: &a\n  x: *a\n", Map.of()))
                .anySatisfy(problem -> assertThat(problem).contains("nested too deep"));
        assertThat(problemsWith("model.window")).containsExactly("--set must be key=value, got 'model.window'");
    }

    @Test
    void filesThatCantBeReadAreProblems(@TempDir Path folder) throws Exception {
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, new byte[] {(byte) 0xe4, (byte) 0xf6});

        assertThatThrownBy(() -> ConfigLoader.load(folder.resolve("none.yaml"), List.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("none.yaml") + ": there is no such file");
        assertThatThrownBy(() -> ConfigLoader.load(folder, List.of(), Map.of()))
                .hasMessage(folder + ": this is a folder, not a file");
        assertThatThrownBy(() -> ConfigLoader.load(latin, List.of(), Map.of()))
                .hasMessage(latin + ": the file must be text in UTF-8");
    }

    @Test
    void fileIsLoaded(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("stepcast.yaml"), Configs.SMALLEST);

        assertThat(ConfigLoader.load(file, List.of(), Map.of())).isEqualTo(smallestWith());
    }
}
