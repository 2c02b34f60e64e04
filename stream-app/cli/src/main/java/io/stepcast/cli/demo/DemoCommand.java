package io.stepcast.cli.demo;

import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.Interrupts;
import io.stepcast.cli.console.Logs;
import io.stepcast.cli.console.Terminal;
import io.stepcast.cli.console.Version;
import io.stepcast.cli.csv.Rate;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepcast demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Starts a Kafka broker, a schema registry and the forecast job in this process, replays real readings, and shows"
                    + " live what is predicted. Needs no network and nothing set up.",
            "Ctrl-C stops it; started again it goes on from its checkpoint."
        },
        footer = {
            "",
            "Examples:",
            "  stepcast demo                                     real daily weather, 20 readings per second",
            "  stepcast demo --dataset stocks --speed 100",
            "  stepcast demo --exit-when-done --speed max        all of it, then one line of JSON on stdout",
            "  stepcast demo --reset                             forget earlier runs"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int USUAL_BROKER_PORT = 19092;
    private static final int USUAL_REGISTRY_PORT = 18081;
    private static final int USUAL_WEB_PORT = 18080;

    @Option(
            names = "--dataset",
            paramLabel = "weather|stocks",
            defaultValue = "weather",
            description =
                    "weather: Seattle and New York, daily; stocks: the S&P 500, daily (default: ${DEFAULT-VALUE}).")
    private Dataset dataset;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            defaultValue = "20",
            converter = Rate.Converter.class,
            description = "Readings per second (default: ${DEFAULT-VALUE}).")
    private Rate speed;

    @Option(
            names = "--exit-when-done",
            description = "Replay all, wait until every prediction is committed, print one line of JSON, and exit.")
    private boolean exitWhenDone;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where everything is kept (default: stepcast-data/<dataset>).")
    private @Nullable Path dataDir;

    @Option(names = "--reset", description = "Delete what earlier runs left in the data folder, and begin anew.")
    private boolean reset;

    @Option(names = "--broker-port", paramLabel = "PORT", description = "Port of the broker (usually 19092).")
    private @Nullable Integer brokerPort;

    @Option(names = "--registry-port", paramLabel = "PORT", description = "Port of the registry (usually 18081).")
    private @Nullable Integer registryPort;

    @Option(names = "--web-port", paramLabel = "PORT", description = "Port of Flink's web page (usually 18080).")
    private @Nullable Integer webPort;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        long startNanos = System.nanoTime();
        Path root = dataDir == null ? Path.of("stepcast-data", dataset.word()) : dataDir;
        try (DemoFolder folder = DemoFolder.open(root)) {
            if (reset) {
                folder.reset();
            }
            Logs.toFile(folder.log());
            Interrupts interrupts = Interrupts.install();
            Services.Chosen ports = new Services.Chosen(
                    Ports.choose(brokerPort, USUAL_BROKER_PORT, "--broker-port"),
                    Ports.choose(registryPort, USUAL_REGISTRY_PORT, "--registry-port"),
                    Ports.choose(webPort, USUAL_WEB_PORT, "--web-port"));
            PrintWriter err = spec.commandLine().getErr();
            try (Services services = new Services(dataset, folder, ports, err::println);
                    Replayer replayer = Replayer.start(services.config(), dataset.readings(), speed.perSecond())) {
                Demo demo = new Demo(dataset, services, replayer);
                return exitWhenDone
                        ? runToEnd(demo, folder, services, interrupts, startNanos)
                        : watch(demo, folder, services, interrupts);
            }
        }
    }

    private int runToEnd(Demo demo, DemoFolder folder, Services services, Interrupts interrupts, long startNanos) {
        PrintWriter err = spec.commandLine().getErr();
        DemoView view = new DemoView(head(folder, services), List.of(), new Style(false));
        head(folder, services).forEach(err::println);
        try (Display display = new LineDisplay(err, view, System::nanoTime)) {
            return demo.runToEnd(display, interrupts, spec.commandLine().getOut(), startNanos);
        }
    }

    private int watch(Demo demo, DemoFolder folder, Services services, Interrupts interrupts) {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.stdout();
        List<String> hints = List.of(
                "Ctrl-C stops; the next start goes on from here.",
                "Elsewhere: stepcast predictions -c " + folder.configuration());
        DemoView view = new DemoView(head(folder, services), hints, new Style(terminal.colour()));
        if (!terminal.interactive()) {
            head(folder, services).forEach(out::println);
            hints.forEach(out::println);
        }
        try (Display display = terminal.interactive()
                ? new ScreenDisplay(out, terminal, view, System::nanoTime)
                : new LineDisplay(out, view, System::nanoTime)) {
            demo.watch(display, interrupts);
        }
        Scoreboard board = demo.scoreboard();
        String errors = DemoView.errors(board.errors());
        out.println("Stopping after " + Figures.count(board.readings()) + " readings and "
                + Figures.count(board.predictions()) + " predictions" + (errors.isEmpty() ? "" : " · " + errors) + ".");
        out.println("The next start goes on from here; --reset begins anew.");
        out.flush();
        return ExitCode.OK;
    }

    private List<String> head(DemoFolder folder, Services services) {
        return List.of(
                "Stepcast demo: " + dataset.description(),
                "Flink " + services.webUrl() + " · broker " + services.bootstrapServers(),
                "registry " + services.registryUrl() + " · data " + folder.root());
    }
}
