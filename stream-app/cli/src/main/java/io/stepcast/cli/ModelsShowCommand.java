package io.stepcast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stepcast.cli.console.Version;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepcast models show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Shows all that is known of a model version: its configuration, its encoding, how far it has learnt.",
        footer = {
            "",
            "Examples:",
            "  stepcast models show latest --config stepcast.yaml",
            "  stepcast models show 12 --config stepcast.yaml -o json | jq .encoding"
        })
final class ModelsShowCommand implements Runnable {

    @Mixin
    private ModelArguments model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print it (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        ModelJson json = new ModelJson();
        ObjectNode details = json.details(model.find(spec.commandLine().getErr()));
        if (output == OutputFormat.JSON) {
            out.println(json.text(details));
        } else {
            for (Map.Entry<String, JsonNode> field : details.properties()) {
                JsonNode value = field.getValue();
                out.printf("%-16s %s%n", field.getKey(), value.isTextual() ? value.asText() : value);
            }
        }
    }
}
