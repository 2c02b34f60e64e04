package io.stepcast.cli.csv;

import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.UserException;
import io.stepcast.window.Reading;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file's readings in memory, in the order of time; those of several series at one moment in the order of the file.
 *
 * @param features names of the values
 * @param readings at least 1
 * @param rows rows per series
 * @param stepMillis the step that more than half of all readings have to the one before of their series, or 0 if there is none
 * @param spanMillis time from the first to the last reading of the longest series
 */
public record CsvInput(
        List<String> features, List<Reading> readings, Map<String, Integer> rows, long stepMillis, long spanMillis) {

    /** The name of the series when the whole file is one. */
    public static final String ONE_SERIES = "all";

    /**
     * Which file, and how to read it.
     *
     * @param timestamp column of the timestamps, or null when the rows are in order and their numbers are their times
     * @param seriesColumn column that names the series, or null when the whole file is one
     * @param features columns of the values, or "all" alone
     * @param sort whether to bring the rows into order rather than to refuse them
     */
    public record Source(
            Path file,
            @Nullable String timestamp,
            @Nullable String seriesColumn,
            List<String> features,
            Timestamps timestamps,
            char delimiter,
            boolean sort) {}

    /**
     * Reads the file.
     *
     * @throws UserException in one sentence if it can't be used
     */
    public static CsvInput read(Source source) throws IOException {
        List<String> features = features(source);
        CsvLayout layout = new CsvLayout(
                source.timestamp, source.seriesColumn, source.seriesColumn == null ? ONE_SERIES : null, features);
        Rows rows = new Rows(source.file);
        try (Reader reader = Files.newBufferedReader(source.file)) {
            new CsvReadings(layout, source.timestamps, source.delimiter).visit(reader, rows);
        } catch (CharacterCodingException e) {
            throw UserException.usage(source.file + " must be text in UTF-8");
        }
        if (rows.rows.isEmpty()) {
            throw UserException.usage(source.file + " must have rows below its header, got none");
        }
        if (source.sort) {
            rows.sort();
        }
        rows.requireOrder();
        return of(features, rows.inTime());
    }

    private static List<String> features(Source source) throws IOException {
        if (!source.features.equals(List.of("all"))) {
            return source.features;
        }
        try (Reader reader = Files.newBufferedReader(source.file)) {
            List<String> columns = new ArrayList<>(CsvHeader.read(reader, source.delimiter));
            columns.removeIf(column -> column.isEmpty()
                    || Objects.equals(column, source.timestamp)
                    || Objects.equals(column, source.seriesColumn));
            if (columns.isEmpty()) {
                throw UserException.usage(source.file + " must have a header with a column of values"
                        + (source.timestamp == null ? "" : " beside '" + source.timestamp + "'") + ", got none");
            }
            return columns;
        } catch (NoSuchFileException e) {
            throw UserException.usage("there is no file " + source.file);
        } catch (CharacterCodingException e) {
            throw UserException.usage(source.file + " must be text in UTF-8");
        }
    }

    private static CsvInput of(List<String> features, List<Reading> readings) {
        Map<String, Integer> rows = new HashMap<>();
        Map<String, Reading> first = new HashMap<>();
        Map<String, Reading> last = new HashMap<>();
        Map<Long, Integer> steps = new HashMap<>();
        long span = 0;
        for (Reading reading : readings) {
            String series = reading.series();
            rows.merge(series, 1, Integer::sum);
            Reading before = last.put(series, reading);
            if (before != null) {
                steps.merge(reading.eventTimeMillis() - before.eventTimeMillis(), 1, Integer::sum);
            }
            Reading start = first.computeIfAbsent(series, key -> reading);
            span = Math.max(span, reading.eventTimeMillis() - start.eventTimeMillis());
        }
        int all = readings.size() - rows.size();
        long step = steps.entrySet().stream()
                .filter(entry -> 2L * entry.getValue() > all)
                .mapToLong(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
        return new CsvInput(features, readings, rows, step, span);
    }

    private record Row(long line, Reading reading) {}

    /** Collects the rows and stops at the first problem. */
    private static final class Rows implements CsvVisitor {

        private final Path file;
        private final List<Row> rows = new ArrayList<>();

        private Rows(Path file) {
            this.file = file;
        }

        @Override
        public void reading(long line, io.stepcast.schema.Reading reading) {
            double[] values = reading.getValues().stream()
                    .mapToDouble(value -> value == null ? Double.NaN : value)
                    .toArray();
            rows.add(new Row(
                    line,
                    new Reading(reading.getSeries(), reading.getTimestamp().toEpochMilli(), values)));
        }

        @Override
        public void problem(String sentence) {
            throw UserException.usage(file + ", " + sentence);
        }

        /** Sorts by time; of several rows of a series at one moment the first in the file stays, as in the service. */
        private void sort() {
            rows.sort(Comparator.comparing(row -> row.reading.eventTimeMillis()));
            Map<String, Row> newest = new HashMap<>();
            rows.removeIf(row -> {
                Row before = newest.put(row.reading.series(), row);
                return before != null && before.reading.eventTimeMillis() == row.reading.eventTimeMillis();
            });
        }

        private void requireOrder() {
            Map<String, Row> newest = new HashMap<>();
            for (Row row : rows) {
                Row before = newest.put(row.reading.series(), row);
                if (before != null && before.reading.eventTimeMillis() >= row.reading.eventTimeMillis()) {
                    throw UserException.usage(file + ", line " + row.line
                            + ": the rows of a series must have growing timestamps, but this one has "
                            + time(row) + " after " + time(before) + " in line " + before.line
                            + "; --sort brings them into order and keeps the first of equal ones");
                }
            }
        }

        private static String time(Row row) {
            return Figures.time(Instant.ofEpochMilli(row.reading.eventTimeMillis()));
        }

        /** The order in which a topic would have had them. */
        private List<Reading> inTime() {
            return rows.stream()
                    .map(Row::reading)
                    .sorted(Comparator.comparingLong(Reading::eventTimeMillis))
                    .toList();
        }
    }
}
