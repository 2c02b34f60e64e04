package io.stepcast.cli.csv;

import io.stepcast.cli.console.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which CSV file to take into memory, and what to do about its order. */
public class CsvInputOptions extends CsvFileOptions {

    @Option(
            names = "--sort",
            description = "Sorts the rows by time first, and keeps the first of a series' rows at one moment.")
    private boolean sort;

    /** Whether the rows are to be brought into order. */
    public final boolean sort() {
        return sort;
    }

    /**
     * Reads the file.
     *
     * @param timestamp column of the timestamps, or null when the rows are in order
     * @param series column that names the series, or null when the whole file is one
     * @param features columns of the values, or "all" alone
     * @throws UserException in one sentence if it can't be used
     */
    public final CsvInput read(@Nullable String timestamp, @Nullable String series, List<String> features)
            throws IOException {
        if (!Files.isRegularFile(path())) {
            throw UserException.usage("there is no file " + path());
        }
        return CsvInput.read(new CsvInput.Source(path(), timestamp, series, features, timestamps(), delimiter(), sort));
    }
}
