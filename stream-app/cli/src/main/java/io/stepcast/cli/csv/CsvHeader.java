package io.stepcast.cli.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The names of a CSV file's columns. */
public final class CsvHeader {

    private CsvHeader() {}

    /** The cells of the first line; none where the file is empty. */
    public static List<String> read(Reader file, char delimiter) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreSurroundingSpaces(true)
                .setTrim(true)
                .get();
        try (CSVParser parser = CSVParser.parse(CsvReadings.withoutByteOrderMark(file), format)) {
            for (CSVRecord row : parser) {
                return row.toList();
            }
            return List.of();
        }
    }
}
