package io.stepcast.cli;

import io.stepcast.cli.console.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepcast topics}. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Creates the topics that Stepcast reads and writes.",
        footer = {"", "Example:", "  stepcast topics create --config stepcast.yaml"},
        subcommands = TopicsCreateCommand.class)
final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is required: stepcast topics create");
    }
}
