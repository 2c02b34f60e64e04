package io.stepcast.cli.fit;

import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.UserException;
import io.stepcast.fit.Epoch;
import io.stepcast.fit.FitOutcome;
import io.stepcast.fit.FitWindows;
import io.stepcast.fit.NextStep;
import io.stepcast.network.Safetensors;
import io.stepcast.version.ModelVersion;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The folder that a fit's results go to. Files of an earlier fit are replaced. */
final class FitFiles {

    static final String MODEL = "model.safetensors";
    static final String REPORT = "report.html";
    static final String LOSS = "loss.svg";
    static final String PREDICTIONS = "predictions.csv";

    private final Path folder;
    private final boolean timestamps;

    /** @param timestamps whether rows have a time rather than a number */
    FitFiles(Path folder, boolean timestamps) {
        this.folder = folder;
        this.timestamps = timestamps;
    }

    /**
     * Makes the folder, before a long training finds out that it can't be made.
     *
     * @throws UserException if it can't
     */
    void prepare() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw UserException.usage("--save must name a folder that can be made and written to, got " + folder + ": "
                    + e.getClass().getSimpleName() + " " + e.getMessage());
        }
        if (!Files.isWritable(folder)) {
            throw UserException.usage("--save must name a folder that can be written to, got " + folder);
        }
    }

    Path model() {
        return folder.resolve(MODEL);
    }

    /** Writes everything. */
    void write(String input, Fitted fitted) throws IOException {
        FitWindows windows = fitted.plan().windows();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ModelVersion.ENCODING, windows.encoding());
        Epoch best = fitted.result().best();
        metadata.put("epochs", Integer.toString(best.number()));
        metadata.put("trainingLoss", Double.toString(best.trainingLoss()));
        if (!Double.isNaN(best.validationLoss())) {
            metadata.put("validationLoss", Double.toString(best.validationLoss()));
        }
        Files.write(model(), Safetensors.of(fitted.result().state(), metadata).toBytes());
        Files.writeString(folder.resolve(LOSS), FitPage.loss(fitted).picture());
        Files.writeString(folder.resolve(REPORT), FitPage.of(input, fitted, this));
        predictions(fitted);
    }

    private void predictions(Fitted fitted) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader(
                        "series", timestamps ? "timestamp" : "row", "feature", "observed", "prediction", "persistence")
                .setRecordSeparator('\n')
                .get();
        List<String> features = fitted.plan().features();
        try (Writer out = Files.newBufferedWriter(folder.resolve(PREDICTIONS));
                CSVPrinter printer = format.print(out)) {
            for (FitOutcome outcome : fitted.outcomes()) {
                for (int f = 0; f < features.size(); f++) {
                    double observed = outcome.observed()[f];
                    printer.printRecord(
                            outcome.series(),
                            timestamps ? Instant.ofEpochMilli(outcome.time()) : outcome.time(),
                            features.get(f),
                            Double.isNaN(observed) ? "" : observed,
                            outcome.expected()[f],
                            outcome.last()[f]);
                }
            }
            for (NextStep next : fitted.next()) {
                for (int f = 0; f < features.size(); f++) {
                    printer.printRecord(next.series(), "next", features.get(f), "", next.expected()[f], "");
                }
            }
        }
    }

    /** A row's time as people read it. */
    String time(long time) {
        return timestamps ? Figures.time(Instant.ofEpochMilli(time)) : "row " + time;
    }
}
