package io.stepcast.cli.fit;

import io.stepcast.cli.console.UserException;
import io.stepcast.cli.csv.CsvInput;
import io.stepcast.cli.csv.CsvInputOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which file, and what its columns hold. */
final class InputOptions extends CsvInputOptions {

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

    boolean timestamped() {
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
        List<String> columns = features == null ? configured : features;
        if (columns == null) {
            throw UserException.usage("--features must name the columns of the values, for one: --features all");
        }
        Set<String> different = new HashSet<>(columns);
        if (different.size() < columns.size()) {
            throw UserException.usage("--features must name each column once, got " + String.join(",", columns));
        }
        if (sort() && timestamp == null) {
            throw UserException.usage("--sort requires --timestamp, the column to sort by");
        }
        return read(timestamp, series, columns);
    }
}
