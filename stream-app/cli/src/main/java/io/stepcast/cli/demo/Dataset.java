package io.stepcast.cli.demo;

import io.stepcast.cli.csv.CsvLayout;
import io.stepcast.cli.csv.CsvReadings;
import io.stepcast.cli.csv.CsvVisitor;
import io.stepcast.cli.csv.Timestamps;
import io.stepcast.schema.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Real readings that come with Stepcast; see NOTICE.md beside them. */
enum Dataset {
    WEATHER(
            "daily weather of Seattle and New York, 2012 to 2015",
            "weather.csv",
            "location",
            null,
            "temp_max, temp_min, precipitation, wind",
            "1 d"),
    STOCKS(
            "the S&P 500 index, day by day, 2000 to 2020",
            "sp500-2000.csv",
            null,
            "S&P 500",
            "open, high, low, close, volume",
            // Trading days: weekends and holidays are no gaps.
            "none");

    private final String description;
    private final String file;
    private final @Nullable String seriesColumn;
    private final @Nullable String seriesName;
    private final String features;
    private final String step;

    Dataset(
            String description,
            String file,
            @Nullable String seriesColumn,
            @Nullable String seriesName,
            String features,
            String step) {
        this.description = description;
        this.file = file;
        this.seriesColumn = seriesColumn;
        this.seriesName = seriesName;
        this.features = features;
        this.step = step;
    }

    /** The word for the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    /** All readings of all series in the order of time. */
    List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        try (InputStream resource = Dataset.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("the data set " + file + " is missing from the jar");
            }
            new CsvReadings(layout(), new Timestamps(ZoneOffset.UTC), ',')
                    .visit(new InputStreamReader(resource, StandardCharsets.UTF_8), new CsvVisitor() {
                        @Override
                        public void reading(long line, Reading reading) {
                            readings.add(reading);
                        }

                        @Override
                        public void problem(String sentence) {
                            throw new IllegalStateException(file + ": " + sentence);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Stable: series of one day stay in the order of the file.
        readings.sort(Comparator.comparing(Reading::getTimestamp));
        return readings;
    }

    private CsvLayout layout() {
        return new CsvLayout("date", seriesColumn, seriesName, List.of(features.split(", ", -1)));
    }

    /** The configuration file for this data on the demo's broker and registry. */
    String configuration(String bootstrapServers, String registryUrl, String checkpointDir) {
        return """
                # Written by "stepcast demo" at every start. Use it with the other commands while the demo runs.
                # A week: what was checkpointed but not committed when the demo was killed is committed at its next start.
                kafka: {bootstrap.servers: "%s", transaction.timeout.ms: 604800000}
                registry: {url: "%s"}
                topics: {prefix: %s}
                series:
                  features: [%s]
                  step: %s
                serving: {publish-every: 100}
                delivery:
                  checkpoint-interval: 1 s
                  checkpoint-dir: '%s'
                """.formatted(bootstrapServers, registryUrl, word(), features, step, checkpointDir.replace("'", "''"));
    }
}
