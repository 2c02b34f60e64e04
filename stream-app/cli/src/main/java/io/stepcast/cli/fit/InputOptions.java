package io.stepcast.cli.fit;

import io.stepcast.cli.console.UserException;
import io.stepcast.cli.csv.CsvInput;
import io.stepcast.cli.csv.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which file, and what its columns hold. */
final class InputOptions {

    @Option(
            names = {"-i", "--input"},
            required = true,
            paramLabel = "CSV",
            description = "The CSV file, in UTF-8, with a header line.")
    private Path file;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns of the values, with commas between them, or all; with --config the default is its"
                    + " series.features.")
    private @Nullable List<String> features;

    @Option(
            names = "--timestamp",
            paramLabel = "COLUMN",
            description = "Column of the timestamps (default: none, the rows are in order).")
    private @Nullable String timestamp;

    @Option(
            names = "--series",
            paramLabel = "COLUMN",
            description = "Column that names the series; one network learns from them all.")
    private @Nullable String series;

    @Option(
            names = "--sort",
            description = "Sorts the rows by time first, and keeps the first of a series' rows at one moment.")
    private boolean sort;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Time zone of timestamps that name none (default: ${DEFAULT-VALUE}).")
    private ZoneId zone;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            defaultValue = ",",
            description = "What stands between cells (default: ${DEFAULT-VALUE}).")
    private char delimiter;

    Path file() {
        return file;
    }

    boolean timestamps() {
        return timestamp != null;
    }

    boolean severalSeries() {
        return series != null;
    }

    /**
     * Reads the file.
     *
     * @param configured the features' columns where the command names none, or null to require it to
     * @throws UserException in one sentence if it can't be used
     */
    CsvInput read(@Nullable List<String> configured) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw UserException.usage("there is no file " + file);
        }
        List<String> columns = features == null ? configured : features;
        if (columns == null) {
            throw UserException.usage("--features must name the columns of the values, for one: --features all");
        }
        Set<String> different = new HashSet<>(columns);
        if (different.size() < columns.size()) {
            throw UserException.usage("--features must name each column once, got " + String.join(",", columns));
        }
        if (sort && timestamp == null) {
            throw UserException.usage("--sort requires --timestamp, the column to sort by");
        }
        return CsvInput.read(
                new CsvInput.Source(file, timestamp, series, columns, new Timestamps(zone), delimiter, sort));
    }
}
