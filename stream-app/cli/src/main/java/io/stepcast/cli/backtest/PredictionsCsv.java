package io.stepcast.cli.backtest;

import io.stepcast.backtest.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes every scored row and feature as a line: what came, what was predicted, and the interval, with all their digits. */
final class PredictionsCsv implements Consumer<Outcome> {

    private final List<String> features;
    private final CSVPrinter printer;

    PredictionsCsv(Writer out, List<String> features) throws IOException {
        this.features = features;
        printer = CSVFormat.DEFAULT
                .builder()
                .setHeader("series", "row", "timestamp", "feature", "observed", "prediction", "lower", "upper")
                .setRecordSeparator('\n')
                .get()
                .print(out);
    }

    @Override
    public void accept(Outcome outcome) {
        try {
            for (int f = 0; f < features.size(); f++) {
                double observed = outcome.observed()[f];
                printer.printRecord(
                        outcome.series(),
                        outcome.row(),
                        Instant.ofEpochMilli(outcome.eventTimeMillis()),
                        features.get(f),
                        Double.isNaN(observed) ? "" : Double.toString(observed),
                        outcome.forecast().expected()[f],
                        outcome.forecast().lower()[f],
                        outcome.forecast().upper()[f]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
