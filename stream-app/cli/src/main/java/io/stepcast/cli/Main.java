package io.stepcast.cli;

import io.stepcast.cli.backtest.BacktestCommand;
import io.stepcast.cli.console.Failures;
import io.stepcast.cli.console.Version;
import io.stepcast.cli.demo.DemoCommand;
import io.stepcast.cli.fit.FitCommand;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code stepcast} command. */
@Command(
        name = "stepcast",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Forecasts the next step of every series on a Kafka topic, with an LSTM that never stops learning.%n",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  stepcast demo                                needs nothing set up",
            "  stepcast validate stepcast.yaml              what is wrong, all at once",
            "  stepcast topics create --config stepcast.yaml",
            "  stepcast run --config stepcast.yaml",
            "  stepcast backtest -i load.csv --timestamp date --features all -o scores.json",
            "  stepcast fit -i load.csv --timestamp date --features all --window 24",
            "  source <(stepcast completion)                for bash and zsh",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."
        },
        subcommands = {
            DemoCommand.class,
            ValidateCommand.class,
            TopicsCommand.class,
            RunCommand.class,
            ProduceCommand.class,
            PredictionsCommand.class,
            ModelsCommand.class,
            BacktestCommand.class,
            FitCommand.class,
            ConfigReferenceCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int code = commandLine().setOut(out).setErr(err).execute(args);
        out.flush();
        err.flush();
        // Not all threads of an embedded broker are daemons.
        System.exit(code);
    }

    /** Not through System.out, which never tells that whoever read it has gone. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8)),
                true);
    }

    /** The command with all its subcommands. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        Objects.requireNonNull(commandLine.getSubcommands().get("help"), "help")
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(new Failures());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is required, for one: stepcast demo");
    }
}
