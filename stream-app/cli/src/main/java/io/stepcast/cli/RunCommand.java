package io.stepcast.cli;

import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.Failures;
import io.stepcast.cli.console.Interrupts;
import io.stepcast.cli.console.Logs;
import io.stepcast.cli.console.UserException;
import io.stepcast.cli.console.Version;
import io.stepcast.config.ConfigWarnings;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.JobStopException;
import io.stepcast.job.LocalJob;
import io.stepcast.job.LocalJobStatus;
import io.stepcast.job.StartPoint;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepcast run}: the job in this process, against any broker. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs the forecast job in this process, against the brokers and the registry of the configuration.",
            "It goes on from where it ended last: its newest checkpoint, or the savepoint it was stopped with.",
            "Ctrl-C stops it; nothing is lost."
        },
        footer = {
            "",
            "Examples:",
            "  stepcast run --config stepcast.yaml",
            "  stepcast run --config stepcast.yaml --web-port 8082 --set delivery.parallelism=2",
            "  stepcast run --config stepcast.yaml --savepoint-on-stop savepoints",
            "  stepcast run --config stepcast.yaml --from-savepoint savepoints/savepoint-1a2b3c-4d5e6f"
        })
final class RunCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 1000;

    /** Where the state comes from, if not from where the last run ended. */
    private static final class Start {

        @Option(names = "--fresh", description = "Ignore checkpoints of earlier runs, and begin anew.")
        private boolean fresh;

        @Option(
                names = "--from-savepoint",
                paramLabel = "PATH",
                description = "Go on from this savepoint, or from this checkpoint of any job; it is left as it is.")
        private @Nullable String savepoint;

        StartPoint point() {
            if (savepoint != null) {
                return new StartPoint.Savepoint(savepoint);
            }
            return fresh ? new StartPoint.Fresh() : new StartPoint.Newest();
        }
    }

    @Mixin
    private ConfigArguments config;

    @Option(
            names = "--web-port",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Port of Flink's web page on loopback; 0 for a free one, -1 for none (default: ${DEFAULT-VALUE}).")
    private int webPort;

    @ArgGroup(exclusive = true)
    private @Nullable Start start;

    @Option(
            names = "--savepoint-on-stop",
            paramLabel = "DIR",
            description = "Stop with a savepoint in this folder or at this URI, which the next run goes on from.")
    private @Nullable String savepointOnStop;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (webPort < -1 || webPort > 65_535) {
            throw new ParameterException(
                    spec.commandLine(), "--web-port must be a port, 0 for a free one or -1 for none, got " + webPort);
        }
        StepcastConfig loaded = config.load();
        Logs.toConsoleWithLifecycle();
        Interrupts interrupts = Interrupts.install();
        PrintWriter out = spec.commandLine().getOut();
        ConfigWarnings.of(loaded).forEach(warning -> out.println("warning: " + warning));
        out.println("Starting the forecast job on " + loaded.topics().readings() + " …");
        StartPoint from = start == null ? new StartPoint.Newest() : start.point();
        try (LocalJob job = LocalJob.start(loaded, webPort, from)) {
            out.println("Forecasting " + loaded.topics().readings() + " → "
                    + loaded.topics().predictions()
                    + job.webUrl().map(url -> " · Flink: " + url).orElse("") + " · stop with Ctrl-C");
            return watch(job, interrupts, out);
        }
    }

    private static String stopWithSavepoint(LocalJob job, String folder) {
        try {
            return job.stopWithSavepoint(folder);
        } catch (JobStopException e) {
            throw UserException.failure(e.getMessage() + "; the job's last checkpoint is kept", e);
        }
    }

    private int watch(LocalJob job, Interrupts interrupts, PrintWriter out) {
        String state = "";
        while (!interrupts.await(LOOK_MILLIS)) {
            LocalJobStatus status = job.status();
            if (status.state().equals(state)) {
                continue;
            }
            state = status.state();
            String reason = status.failure() == null ? "" : ": " + Failures.rootMessage(status.failure());
            switch (state) {
                case "FAILED", "CANCELED", "FINISHED" ->
                    throw UserException.failure("the job ended (" + state + ")" + reason, status.failure());
                case "RESTARTING" -> out.println("The job restarts from its checkpoint" + reason);
                case "RUNNING" -> out.println("The job is running.");
                default -> {}
            }
        }
        if (savepointOnStop == null) {
            out.println("Stopping …");
        } else {
            out.println("Stopping with a savepoint …");
            out.println("Savepoint: " + stopWithSavepoint(job, savepointOnStop));
        }
        return ExitCode.OK;
    }
}
