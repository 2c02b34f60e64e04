package io.stepcast.cli.backtest;

import io.stepcast.backtest.Backtest;
import io.stepcast.backtest.BacktestResult;
import io.stepcast.backtest.IntervalScore;
import io.stepcast.backtest.MethodScore;
import io.stepcast.backtest.Outcome;
import io.stepcast.backtest.RowRange;
import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.ProgressLine;
import io.stepcast.cli.console.Terminal;
import io.stepcast.cli.console.Version;
import io.stepcast.cli.csv.CsvInput;
import io.stepcast.cli.csv.CsvInputOptions;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.ModelParts;
import io.stepcast.learn.OnlineLearner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepcast backtest}: how well the service would have forecast a CSV file. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Streams a CSV file through the service's own learner: each row is predicted from those before it, scored, then"
                    + " learnt from.",
            "Rows are counted from 0, without the header; with --series, per series. An empty cell is a missing value."
        },
        footer = {
            "",
            "Timestamps: 2012-01-31, 2012-01-31T06:00Z, 2012-01-31 06:00:00, 1/31/2012 6:00, seconds or milliseconds since 1970.",
            "",
            "Examples:",
            "  stepcast backtest -i load.csv --timestamp date --features all --output scores.json --report report.html",
            "  stepcast backtest -i load.csv --timestamp date --features load --warmup-rows 2880 --score-from 3600"
                    + " --score-to 14400 --seed 1 --set learning.replay=7 --output scores.json"
        })
public final class BacktestCommand implements Callable<Integer> {

    @Mixin
    private CsvInputOptions input;

    @Option(names = "--timestamp", required = true, paramLabel = "COLUMN", description = "Column of the timestamps.")
    private String timestamp;

    @Option(
            names = "--features",
            required = true,
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns of the values, with commas between them, or all.")
    private List<String> features;

    @Option(names = "--series", paramLabel = "COLUMN", description = "Column that names the series.")
    private @Nullable String series;

    @Option(
            names = "--warmup-rows",
            paramLabel = "N",
            description = "Rows whose mean and standard deviation scale the scores (default: 15 %%).")
    private @Nullable Integer warmupRows;

    @Option(
            names = "--score-from",
            paramLabel = "ROW",
            description = "First row to score (default: the one after the warm-up).")
    private @Nullable Integer scoreFrom;

    @Option(
            names = "--score-to",
            paramLabel = "ROW",
            description = "Row to stop before: it is neither read nor scored (default: the end).")
    private @Nullable Integer scoreTo;

    @Option(names = "--season", paramLabel = "DURATION", description = "As series.season: auto, none, 1 d, 7 d.")
    private @Nullable String season;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "As model.preset: fast, standard, accurate, lstm, linear.")
    private @Nullable String preset;

    @Option(names = "--seed", paramLabel = "K", description = "As learning.seed.")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key of the service's configuration; can be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "JSON",
            description = "Where the scores go.")
    private Path output;

    @Option(names = "--predictions", paramLabel = "CSV", description = "Where the scored rows' predictions go.")
    private @Nullable Path predictions;

    @Option(names = "--report", paramLabel = "HTML", description = "Where a report with pictures goes.")
    private @Nullable Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CsvInput data = input.read(timestamp, series, features);
        if (seed != null) {
            overrides.add("learning.seed=" + seed);
        }
        if (preset != null) {
            overrides.add("model.preset=" + preset);
        }
        StepcastConfig config = BacktestSettings.of(data, season, overrides);
        RowFlags flags = new RowFlags(warmupRows, scoreFrom, scoreTo);
        long readings = 0;
        long scored = 0;
        for (Map.Entry<String, Integer> entry : data.rows().entrySet()) {
            RowRange range = flags.of(entry.getKey(), entry.getValue());
            readings += range.scoreTo();
            scored += range.scoreTo() - range.scoreFrom();
        }
        ReportData pictures = new ReportData(scored);
        BacktestResult result;
        if (predictions == null) {
            result = run(data, config, flags, readings, pictures);
        } else {
            try (Writer writer = Files.newBufferedWriter(predictions)) {
                result = run(
                        data, config, flags, readings, pictures.andThen(new PredictionsCsv(writer, data.features())));
            }
        }
        Map<String, String> summary = BacktestSettings.summary(config);
        Files.writeString(
                output,
                ResultJson.of(
                        input.path().toString(),
                        data.features(),
                        config.learning().seed(),
                        summary.getOrDefault("model.preset", ""),
                        result,
                        summary,
                        series != null));
        if (report != null) {
            Files.writeString(
                    report, ReportPage.of(input.path().toString(), data.features(), result, pictures, summary));
        }
        spec.commandLine().getOut().print(table(result));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private BacktestResult run(
            CsvInput data, StepcastConfig config, RowFlags flags, long readings, Consumer<Outcome> outcomes) {
        ModelParts parts = new ModelParts(config, data.features());
        ProgressLine progress = new ProgressLine(
                spec.commandLine().getErr(), Terminal.stderr().interactive(), "readings", readings, System::nanoTime);
        try (OnlineLearner learner = parts.learnerFactory().create(parts.learner())) {
            Backtest backtest = new Backtest(parts.forecast(), learner, System::nanoTime);
            BacktestResult result = backtest.run(data.readings(), flags::of, outcomes, progress::update);
            progress.end(readings);
            return result;
        }
    }

    private static String table(BacktestResult result) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf(Locale.ROOT, "%-14s %10s %10s   (in standard deviations)%n", "", "mse", "mae");
        for (MethodScore score : result.methods()) {
            out.printf(
                    Locale.ROOT,
                    "%-14s %10.4f %10.4f%n",
                    score.method().id(),
                    score.scaled().mse(),
                    score.scaled().mae());
        }
        IntervalScore intervals = result.intervals();
        out.printf(
                Locale.ROOT,
                "%.2f %% inside the interval of %.0f %%; %.1f µs per reading; %d steps scored%n",
                100 * intervals.empirical(),
                100 * intervals.coverage(),
                result.microsPerReading(),
                result.scoredSteps());
        return text.toString();
    }
}
