package io.stepcast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.Version;
import io.stepcast.cli.kafka.ClientProperties;
import io.stepcast.config.ConfigException;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.ConfigSummary;
import io.stepcast.config.ConfigWarnings;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.ModelParts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast validate}: the configuration as resolved, or all that is wrong with it. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows a configuration with all defaults filled in, or all that is wrong with it at once.",
        footer = {
            "",
            "Nothing is connected to. ${NAME} in values stands for the environment variable.",
            "",
            "Examples:",
            "  stepcast validate stepcast.yaml",
            "  stepcast validate stepcast.yaml --set delivery.parallelism=4 -o json"
        })
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The configuration file (YAML).")
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets one key over the file; can be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print it (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            StepcastConfig config = ConfigLoader.load(file, overrides, System.getenv());
            new ModelParts(config).requireUsable();
            List<String> warnings = new ArrayList<>(ConfigWarnings.of(config));
            warnings.addAll(ClientProperties.warnings(config));
            if (output == OutputFormat.JSON) {
                out.println(json(ConfigSummary.of(config), List.of(), warnings));
            } else {
                printText(out, ConfigSummary.of(config), warnings);
            }
            return ExitCode.OK;
        } catch (ConfigException e) {
            if (output == OutputFormat.JSON) {
                out.println(json(Map.of(), e.problems(), List.of()));
                return ExitCode.USAGE;
            }
            throw e;
        }
    }

    private void printText(PrintWriter out, Map<String, String> summary, List<String> warnings) {
        int width = summary.keySet().stream().mapToInt(String::length).max().orElse(0);
        summary.forEach((key, value) -> out.printf("%-" + width + "s  %s%n", key, value));
        warnings.forEach(warning -> out.println("warning: " + warning));
        out.println(file + " is valid"
                + (warnings.isEmpty()
                        ? "."
                        : ", with " + warnings.size() + (warnings.size() == 1 ? " warning." : " warnings.")));
    }

    private static String json(Map<String, String> summary, List<String> problems, List<String> warnings)
            throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("valid", problems.isEmpty());
        ArrayNode problemNodes = root.putArray("problems");
        problems.forEach(problemNodes::add);
        ArrayNode warningNodes = root.putArray("warnings");
        warnings.forEach(warningNodes::add);
        ObjectNode configuration = root.putObject("configuration");
        summary.forEach(configuration::put);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
