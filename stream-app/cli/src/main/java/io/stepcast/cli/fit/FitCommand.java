package io.stepcast.cli.fit;

import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.ProgressLine;
import io.stepcast.cli.console.Terminal;
import io.stepcast.cli.console.UserException;
import io.stepcast.cli.console.Version;
import io.stepcast.config.ConfigLoader;
import io.stepcast.fit.Fit;
import io.stepcast.fit.FitConfig;
import io.stepcast.fit.FitOutcome;
import io.stepcast.fit.FitResult;
import io.stepcast.fit.FitScore;
import io.stepcast.fit.FitWindows;
import io.stepcast.fit.LossNotFiniteException;
import io.stepcast.network.Networks;
import io.stepcast.network.SequenceNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepcast fit}: trains a network on a CSV file, in epochs. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "stepcast fit --input=CSV --features=COLUMN[,COLUMN...] [OPTIONS]",
        description = {
            "Trains an LSTM on a CSV file: windows of the last rows predict the next one.",
            "The windows are split by time: the oldest to train on, then those to validate on, the newest to test. The weights of"
                    + " the epoch with the least validation loss are kept. The network learns the step from the last row; a loss of 1"
                    + " is about as good as persistence, the forecast that nothing changes. An empty cell is a missing value."
        },
        footer = {
            "",
            "Examples:",
            "  stepcast fit --input prices.csv --features price,volume --window 10",
            "  stepcast fit -i weather.csv --timestamp time --features all --window 24 --scaling min-max",
            "  stepcast fit -i prices.csv --features all --predict-next -o json",
            "  stepcast fit -i history.csv --timestamp time --config stepcast.yaml",
            "",
            "docs/fit.md tells what is computed and how PyTorch opens the weights."
        })
public final class FitCommand implements Callable<Integer> {

    private enum Format {
        TEXT,
        JSON
    }

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "%nThe rows:%n", order = 1)
    private InputOptions input;

    @ArgGroup(exclusive = false, heading = "%nThe network:%n", order = 2)
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(exclusive = false, heading = "%nTraining:%n", order = 3)
    private TrainingOptions training = new TrainingOptions();

    /** The job's own encoding. */
    static final class ConfigOptions {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description =
                        "Train the network of this configuration, in the encoding of its job, which can then start from it"
                                + " (model.start-from).")
        private @Nullable Path file;

        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                description = "Sets one key over the configuration; can be repeated.")
        private List<String> overrides = new ArrayList<>();
    }

    @ArgGroup(exclusive = false, heading = "%nFor a job to start from:%n", order = 4)
    private ConfigOptions config = new ConfigOptions();

    /** What comes out. */
    static final class OutputOptions {
        @Option(
                names = "--save",
                paramLabel = "FOLDER",
                description =
                        "Where model.safetensors, report.html, loss.svg and predictions.csv go (default: named after the"
                                + " input, in the current folder).")
        private @Nullable Path save;

        @Option(names = "--predict-next", description = "Also tell what is expected after the last row.")
        private boolean predictNext;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "text|json",
                defaultValue = "text",
                description = "How to print the result; json is one line (default: ${DEFAULT-VALUE}).")
        private Format format = Format.TEXT;
    }

    @ArgGroup(exclusive = false, heading = "%nThe result:%n", order = 5)
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        training.check();
        Planner planner = new Planner(input, training);
        Plan plan;
        if (config.file == null) {
            if (!config.overrides.isEmpty()) {
                throw UserException.usage("--set requires --config, whose keys it sets");
            }
            network.check();
            plan = planner.scaled(network);
        } else {
            network.requireNone();
            plan = planner.encoded(ConfigLoader.load(config.file, config.overrides, System.getenv()), network.device);
        }
        if (output.predictNext && plan.windows().ends().isEmpty()) {
            throw UserException.usage(
                    "--predict-next requires " + plan.windows().time()
                            + " rows at the end of a series with a known value of each feature, and there are fewer");
        }
        FitFiles files = new FitFiles(folder(), input.timestamped());
        files.prepare();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        err.println(Summary.windows(plan));
        err.flush();
        Fitted fitted = fit(plan);
        files.write(input.path().toString(), fitted);
        if (output.format == Format.JSON) {
            out.println(FitJson.of(
                    input.path().toString(),
                    fitted,
                    files.model().toString(),
                    output.predictNext,
                    input.severalSeries()));
        } else {
            out.print(Summary.text(fitted, output.predictNext, input.severalSeries()));
            out.println("\nWrote " + files.model() + ", " + FitFiles.REPORT + ", " + FitFiles.LOSS + " and "
                    + FitFiles.PREDICTIONS);
        }
        out.flush();
        return ExitCode.OK;
    }

    private Path folder() {
        if (output.save != null) {
            return output.save;
        }
        String name = String.valueOf(input.path().getFileName());
        int dot = name.lastIndexOf('.');
        return Path.of((dot > 0 ? name.substring(0, dot) : name) + "-fit");
    }

    private Fitted fit(Plan plan) {
        FitWindows windows = plan.windows();
        int trained = windows.split().training().length;
        FitConfig settings =
                training.config(trained, plan.usualSeed(), plan.training().huberThreshold());
        try (SequenceNetwork lstm = network(plan, settings.seed())) {
            Fit fit = new Fit(lstm, windows, settings);
            ProgressLine line = new ProgressLine(
                    spec.commandLine().getErr(),
                    Terminal.stderr().interactive(),
                    "windows",
                    (long) settings.epochs() * trained,
                    System::nanoTime);
            FitProgress progress = new FitProgress(line, settings.epochs());
            long start = System.nanoTime();
            FitResult result = fit.train(progress);
            double seconds = (System.nanoTime() - start) / 1e9;
            progress.end();
            List<FitOutcome> outcomes = new ArrayList<>();
            FitScore.Sum sum = new FitScore.Sum(windows);
            fit.predict(windows.split().test(), outcome -> {
                outcomes.add(outcome);
                sum.accept(outcome);
            });
            int[] validation = windows.split().validation();
            return new Fitted(
                    plan,
                    settings,
                    result,
                    fit.persistenceLoss(
                            validation.length > 0 ? validation : windows.split().training()),
                    outcomes,
                    outcomes.isEmpty() ? null : sum.score(),
                    fit.next(),
                    lstm.device(),
                    seconds);
        } catch (LossNotFiniteException e) {
            throw UserException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static SequenceNetwork network(Plan plan, long seed) {
        try {
            return Networks.create(plan.shape(), plan.training(), plan.device(), seed);
        } catch (IllegalStateException e) {
            throw UserException.usage("--device can't be used: " + e.getMessage());
        }
    }
}
