package io.stepcast.cli.csv;

import io.stepcast.cli.console.Failures;
import io.stepcast.schema.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file with a header line as readings. An empty cell is a missing value. */
public final class CsvReadings {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final CsvLayout layout;
    private final Timestamps timestamps;
    private final CSVFormat format;

    public CsvReadings(CsvLayout layout, Timestamps timestamps, char delimiter) {
        this.layout = layout;
        this.timestamps = timestamps;
        this.format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreSurroundingSpaces(true)
                .setTrim(true)
                .setAllowMissingColumnNames(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
                .get();
    }

    /**
     * Visits every row in order. A row that can't be read is a problem, and reading goes on after it.
     *
     * @throws IOException if the file can't be read
     */
    public void visit(Reader file, CsvVisitor visitor) throws IOException {
        try (CSVParser parser = CSVParser.parse(withoutByteOrderMark(file), format)) {
            if (!hasColumns(parser.getHeaderNames(), visitor)) {
                return;
            }
            long line = parser.getCurrentLineNumber() + 1;
            for (CSVRecord row : parser) {
                visit(row, line, visitor);
                line = parser.getCurrentLineNumber() + 1;
            }
        } catch (UncheckedIOException e) {
            // A quote that never ends, for one: the parser's message names the line.
            visitor.problem("not CSV: " + Failures.rootMessage(e));
        } catch (IllegalArgumentException e) {
            visitor.problem("line 1: the header can't be used: " + e.getMessage());
        }
    }

    private boolean hasColumns(List<String> header, CsvVisitor visitor) {
        List<String> missing = new ArrayList<>(layout.columns());
        missing.removeAll(header);
        for (String column : missing) {
            visitor.problem("line 1: column '" + column + "' is required, the file has "
                    + (header.isEmpty() ? "none" : String.join(", ", header)));
        }
        return missing.isEmpty();
    }

    private void visit(CSVRecord row, long line, CsvVisitor visitor) {
        if (!row.isConsistent()) {
            visitor.problem("line " + line + ": the row must have as many cells as the header, got " + row.size());
            return;
        }
        String column = layout.timestamp() == null ? "" : layout.timestamp();
        try {
            Instant timestamp = layout.timestamp() == null
                    ? Instant.ofEpochMilli(row.getRecordNumber())
                    : timestamps.parse(row.get(column));
            column = layout.seriesColumn() == null ? "" : layout.seriesColumn();
            String series = layout.seriesName() == null ? notEmpty(row.get(column)) : layout.seriesName();
            List<Double> values = new ArrayList<>(layout.features().size());
            for (String feature : layout.features()) {
                column = feature;
                values.add(value(row.get(feature)));
            }
            visitor.reading(line, new Reading(series, timestamp, values));
        } catch (CellException e) {
            visitor.problem("line " + line + ", column '" + column + "': " + e.getMessage());
        }
    }

    private static String notEmpty(String cell) {
        if (cell.isEmpty()) {
            throw new CellException("the name of a series must not be empty");
        }
        return cell;
    }

    private static @Nullable Double value(String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new CellException("a value must be a number or empty, got '" + cell + "'", e);
        }
        if (!Double.isFinite(value)) {
            throw new CellException("a value must be finite, or empty when it is missing, got '" + cell + "'");
        }
        return value;
    }

    static Reader withoutByteOrderMark(Reader file) throws IOException {
        BufferedReader buffered = new BufferedReader(file);
        buffered.mark(1);
        if (buffered.read() != BYTE_ORDER_MARK) {
            buffered.reset();
        }
        return buffered;
    }
}
