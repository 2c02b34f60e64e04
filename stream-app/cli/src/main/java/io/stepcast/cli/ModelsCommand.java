package io.stepcast.cli;

import io.stepcast.cli.console.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepcast models}. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists, shows and exports the model versions on the model-updates topic.",
        footer = {
            "",
            "Examples:",
            "  stepcast models list --config stepcast.yaml",
            "  stepcast models show latest --config stepcast.yaml",
            "  stepcast models export latest --config stepcast.yaml --output model.safetensors"
        },
        subcommands = {ModelsListCommand.class, ModelsShowCommand.class, ModelsExportCommand.class})
final class ModelsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is required, for one: stepcast models list --config FILE");
    }
}
