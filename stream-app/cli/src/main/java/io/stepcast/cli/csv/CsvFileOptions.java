package io.stepcast.cli.csv;

import java.nio.file.Path;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** Which CSV file, and how its text is to be read: a mixin, and the root of those that ask for more. */
public class CsvFileOptions {

    @Option(
            names = {"-i", "--input"},
            required = true,
            paramLabel = "CSV",
            description = "The CSV file, in UTF-8, with a header line.")
    private Path path;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description =
                    "Time zone of timestamps that name none: UTC, Europe/Berlin, +02:00 (default: ${DEFAULT-VALUE}).")
    private ZoneId zone;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            defaultValue = ",",
            description = "What stands between cells (default: ${DEFAULT-VALUE}).")
    private char delimiter;

    /** Where the file lies. */
    public final Path path() {
        return path;
    }

    /** A reader of the file's rows. */
    public final CsvReadings readings(CsvLayout layout) {
        return new CsvReadings(layout, timestamps(), delimiter);
    }

    final Timestamps timestamps() {
        return new Timestamps(zone);
    }

    final char delimiter() {
        return delimiter;
    }
}
