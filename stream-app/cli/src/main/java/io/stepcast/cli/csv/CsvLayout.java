package io.stepcast.cli.csv;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which columns hold what.
 *
 * @param timestamp column of the timestamps, or null when the rows' numbers in the file, from 1, are their times
 * @param seriesColumn column that names the series, or null when the whole file is one series
 * @param seriesName name of that one series, or null when a column names it
 * @param features columns of the values, in order
 */
public record CsvLayout(
        @Nullable String timestamp,
        @Nullable String seriesColumn,
        @Nullable String seriesName,
        List<String> features) {

    public CsvLayout {
        features = List.copyOf(features);
        if ((seriesColumn == null) == (seriesName == null)) {
            throw new IllegalArgumentException("either a column or a name must tell the series, got "
                    + (seriesColumn == null ? "neither" : "both"));
        }
    }

    /** All columns that the file must have. */
    List<String> columns() {
        List<String> columns = new ArrayList<>();
        if (timestamp != null) {
            columns.add(timestamp);
        }
        if (seriesColumn != null) {
            columns.add(seriesColumn);
        }
        columns.addAll(features);
        return columns;
    }
}
