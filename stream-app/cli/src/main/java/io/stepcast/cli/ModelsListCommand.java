package io.stepcast.cli;

import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.Table;
import io.stepcast.cli.console.Version;
import io.stepcast.cli.kafka.ModelTopic;
import io.stepcast.schema.ModelUpdate;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepcast models list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists the model versions that are kept, of every model on the topic.",
        footer = {
            "",
            "Examples:",
            "  stepcast models list --config stepcast.yaml",
            "  stepcast models list --config stepcast.yaml --events",
            "  stepcast models list --config stepcast.yaml -o json | jq .prequentialLoss"
        })
final class ModelsListCommand implements Runnable {

    /** Enough of a hash to tell versions apart. */
    private static final int HASH_CHARACTERS = 12;

    @Mixin
    private ConfigArguments config;

    @Option(
            names = "--events",
            description =
                    "List what happened to the models instead: refused learning steps, learning that was thinned.")
    private boolean events;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print them; json is one object per line (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        ModelTopic topic = ModelTopic.read(config.load(), warning -> err.println("warning: " + warning));
        List<ModelUpdate> updates = events ? topic.events() : topic.versions();
        if (output == OutputFormat.JSON) {
            ModelJson json = new ModelJson();
            updates.forEach(update -> out.println(json.text(json.summary(update))));
        } else if (updates.isEmpty()) {
            err.println(events ? "No events yet." : "No versions yet.");
        } else {
            (events ? eventTable(updates) : versionTable(updates)).lines().forEach(out::println);
        }
    }

    private static Table versionTable(List<ModelUpdate> versions) {
        Table table =
                new Table("MODEL", ">VERSION", ">STEP", ">WINDOWS", "TRAINED THROUGH", ">LOSS", "SHA-256", "WHERE");
        for (ModelUpdate version : versions) {
            table.row(
                    version.getModelId(),
                    Long.toString(version.getVersion()),
                    Figures.count(version.getLearningStep()),
                    Figures.count(version.getSamples()),
                    Figures.time(version.getTrainedThrough()),
                    String.format(Locale.ROOT, "%.4f", version.getPrequentialLoss()),
                    version.getSha256()
                            .substring(
                                    0,
                                    Math.min(
                                            HASH_CHARACTERS, version.getSha256().length())),
                    version.getUri() == null ? "topic" : "file");
        }
        return table;
    }

    private static Table eventTable(List<ModelUpdate> events) {
        Table table = new Table("MODEL", ">VERSION", ">STEP", "TRAINED THROUGH", "EVENT");
        for (ModelUpdate event : events) {
            table.row(
                    event.getModelId(),
                    Long.toString(event.getVersion()),
                    Figures.count(event.getLearningStep()),
                    Figures.time(event.getTrainedThrough()),
                    String.valueOf(event.getEvent()));
        }
        return table;
    }
}
