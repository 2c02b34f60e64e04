package io.stepcast.cli.csv;

import io.stepcast.schema.Reading;

/** What a CSV file's rows are handed to, in order. */
public interface CsvVisitor {

    /** @param line of the file where the row begins, from 1 */
    void reading(long line, Reading reading);

    /** A row, or the whole file, that can't be read; one sentence with its line and column. */
    void problem(String sentence);
}
