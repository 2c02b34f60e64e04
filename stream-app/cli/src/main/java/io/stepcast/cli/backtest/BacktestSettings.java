package io.stepcast.cli.backtest;

import io.stepcast.cli.console.UserException;
import io.stepcast.cli.csv.CsvInput;
import io.stepcast.config.ConfigException;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.ConfigSummary;
import io.stepcast.config.Durations;
import io.stepcast.config.StepcastConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The service's configuration for a backtest: the same keys and defaults, with the series taken from the file. */
final class BacktestSettings {

    /** What a backtest never connects to, but a configuration must have. */
    private static final String UNUSED = """
            kafka.bootstrap.servers: unused:9092
            registry.url: http://unused
            topics.prefix: unused
            delivery.checkpoint-dir: unused
            """;

    private static final List<String> SECTIONS = List.of("model.", "learning.", "intervals.", "serving.batch-size");
    private static final List<String> SERIES_KEYS = List.of(
            "series.step", "series.season", "series.max-gap", "series.calendar", "series.zone", "series.scaling");

    private BacktestSettings() {}

    /**
     * @param season as {@code series.season}, or null for its default
     * @param overrides {@code key=value} pairs; keys of the model, its learning, the intervals, or how the series' windows are kept
     * @throws UserException in one sentence if a value can't be used
     */
    static StepcastConfig of(CsvInput input, @Nullable String season, List<String> overrides) {
        overrides.forEach(BacktestSettings::requireKnown);
        List<String> all = new ArrayList<>();
        if (input.stepMillis() > 0) {
            all.add("series.step=" + Durations.format(Duration.ofMillis(input.stepMillis())));
        }
        if (season != null) {
            all.add("series.season=" + season);
        }
        all.addAll(overrides);
        StepcastConfig config = parse(input, all);
        Duration resolved = config.series().season();
        if (resolved == null || resolved.toMillis() <= input.spanMillis()) {
            return config;
        }
        if (all.stream().anyMatch(key -> key.startsWith("series.season="))) {
            throw UserException.usage("the season must not be longer than the data, which spans "
                    + Durations.format(Duration.ofMillis(input.spanMillis())) + ", got " + Durations.format(resolved));
        }
        all.add("series.season=none");
        return parse(input, all);
    }

    private static StepcastConfig parse(CsvInput input, List<String> overrides) {
        // Names of the file's columns may be anything; the model only counts them.
        String features = IntStream.range(0, input.features().size())
                .mapToObj(f -> "f" + f)
                .collect(Collectors.joining(", ", "series.features: [", "]\n"));
        try {
            return ConfigLoader.parse(UNUSED + features, "backtest", overrides, Map.of());
        } catch (ConfigException e) {
            throw UserException.usage(String.join("; ", e.problems()));
        }
    }

    private static void requireKnown(String override) {
        if (SECTIONS.stream().noneMatch(override::startsWith)
                && SERIES_KEYS.stream().noneMatch(key -> override.startsWith(key + "="))) {
            throw UserException.usage("--set of a backtest must be a key of model, learning or intervals, or one of "
                    + String.join(", ", SERIES_KEYS) + ", with its value as key=value, got '" + override + "'");
        }
    }

    /** The keys that matter here, with their values. */
    static Map<String, String> summary(StepcastConfig config) {
        Map<String, String> summary = new LinkedHashMap<>(ConfigSummary.of(config));
        summary.keySet().removeIf(key -> SECTIONS.stream().noneMatch(key::startsWith) && !SERIES_KEYS.contains(key));
        return summary;
    }
}
