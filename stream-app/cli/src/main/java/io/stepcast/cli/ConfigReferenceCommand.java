package io.stepcast.cli;

import io.stepcast.cli.console.Version;
import io.stepcast.config.ConfigReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stepcast config-reference}: the table of all keys, as the README has it. */
@Command(
        name = "config-reference",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the table of all configuration keys, their defaults and meanings, as Markdown.",
        footer = {"", "Example:", "  stepcast config-reference"})
final class ConfigReferenceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(ConfigReference.markdown());
        spec.commandLine().getOut().flush();
    }
}
