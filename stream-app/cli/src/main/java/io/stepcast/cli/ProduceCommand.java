package io.stepcast.cli;

import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.ProgressLine;
import io.stepcast.cli.console.Terminal;
import io.stepcast.cli.console.UserException;
import io.stepcast.cli.console.Version;
import io.stepcast.cli.csv.CsvFileOptions;
import io.stepcast.cli.csv.CsvInspection;
import io.stepcast.cli.csv.CsvLayout;
import io.stepcast.cli.csv.CsvReadings;
import io.stepcast.cli.csv.CsvVisitor;
import io.stepcast.cli.csv.Pacer;
import io.stepcast.cli.csv.Rate;
import io.stepcast.cli.kafka.ReadingsWriter;
import io.stepcast.config.SeriesConfig.Format;
import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepcast produce}: a CSV file to the readings topic. */
@Command(
        name = "produce",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes the rows of a CSV file to the readings topic. The columns of the values are those that series.features"
                    + " names; an empty cell is a missing value.",
            "The whole file is checked before the first row is written."
        },
        footer = {
            "",
            "Timestamps: 2012-01-31, 2012-01-31T06:00Z, 2012-01-31 06:00:00, 1/31/2012 6:00, seconds or milliseconds since 1970.",
            "",
            "Examples:",
            "  stepcast produce --config stepcast.yaml --input weather.csv --timestamp date --series location",
            "  stepcast produce --config stepcast.yaml --input load.csv --timestamp at --series-name plant-1 --rate 100/s"
        })
final class ProduceCommand implements Callable<Integer> {

    private static final int PROBLEMS_SHOWN = 10;

    @Mixin
    private ConfigArguments config;

    @Mixin
    private CsvFileOptions input;

    @Option(names = "--timestamp", required = true, paramLabel = "COLUMN", description = "Column of the timestamps.")
    private String timestamp;

    @ArgGroup(multiplicity = "1")
    private SeriesArguments series;

    static final class SeriesArguments {
        @Option(
                names = "--series",
                required = true,
                paramLabel = "COLUMN",
                description = "Column that names the series.")
        private @Nullable String column;

        @Option(
                names = "--series-name",
                required = true,
                paramLabel = "NAME",
                description = "Name of the series, when the whole file is one.")
        private @Nullable String name;
    }

    @Option(
            names = "--rate",
            paramLabel = "N/s|max",
            defaultValue = "max",
            converter = Rate.Converter.class,
            description = "Readings per second (default: ${DEFAULT-VALUE}).")
    private Rate rate;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StepcastConfig loaded = config.load();
        if (loaded.series().format() == Format.OWN_RECORD) {
            throw UserException.usage(
                    "produce writes Stepcast's own readings, but the configuration names fields of a record of"
                            + " your own (series.key, series.timestamp)");
        }
        CsvLayout layout = new CsvLayout(
                timestamp, series.column, series.name, loaded.series().features());
        CsvReadings csv = input.readings(layout);
        CsvInspection inspection = new CsvInspection(PROBLEMS_SHOWN);
        visit(csv, inspection);
        PrintWriter err = spec.commandLine().getErr();
        if (inspection.problemCount() > 0) {
            err.println(input.path() + " can't be used:");
            inspection.problems().forEach(problem -> err.println("  - " + problem));
            long more = inspection.problemCount() - inspection.problems().size();
            if (more > 0) {
                err.println("  … and " + Figures.count(more) + " more");
            }
            return ExitCode.FAILURE;
        }
        if (inspection.outOfOrder() > 0) {
            err.println("warning: " + Figures.count(inspection.outOfOrder())
                    + " rows are not newer than the row before of their series; Stepcast sends such readings to the dead-letter"
                    + " topic. Sort the file by time first.");
        }
        long written = write(loaded, csv, inspection.readings());
        spec.commandLine()
                .getOut()
                .println("Wrote " + Figures.count(written) + " readings of "
                        + Figures.count(inspection.seriesCount()) + " series to "
                        + loaded.topics().readings() + ".");
        return ExitCode.OK;
    }

    private long write(StepcastConfig loaded, CsvReadings csv, long total) throws IOException {
        Terminal terminal = Terminal.stderr();
        ProgressLine progress = new ProgressLine(
                spec.commandLine().getErr(), terminal.interactive(), "readings", total, System::nanoTime);
        Pacer pacer = new Pacer(rate.perSecond(), System::nanoTime, TimeUnit.NANOSECONDS::sleep);
        try (ReadingsWriter writer = new ReadingsWriter(loaded)) {
            Sending sending = new Sending(writer, pacer, progress);
            visit(csv, sending);
            writer.flush();
            progress.end(sending.count);
            return sending.count;
        }
    }

    private void visit(CsvReadings csv, CsvVisitor visitor) throws IOException {
        try (Reader reader = Files.newBufferedReader(input.path())) {
            csv.visit(reader, visitor);
        } catch (NoSuchFileException e) {
            throw UserException.usage("there is no file " + input.path());
        } catch (CharacterCodingException e) {
            throw UserException.failure(input.path() + " must be text in UTF-8", e);
        }
    }

    /** Writes each reading when its time has come. */
    private static final class Sending implements CsvVisitor {

        private final ReadingsWriter writer;
        private final Pacer pacer;
        private final ProgressLine progress;
        private long count;

        private Sending(ReadingsWriter writer, Pacer pacer, ProgressLine progress) {
            this.writer = writer;
            this.pacer = pacer;
            this.progress = progress;
        }

        @Override
        public void reading(long line, Reading reading) {
            try {
                pacer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw UserException.failure("interrupted after " + Figures.count(count) + " readings", e);
            }
            writer.write(reading, List.of());
            count++;
            progress.update(count);
        }

        @Override
        public void problem(String sentence) {
            throw UserException.failure("the file has changed since it was checked: " + sentence, null);
        }
    }
}
