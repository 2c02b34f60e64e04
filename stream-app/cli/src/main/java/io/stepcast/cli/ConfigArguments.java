package io.stepcast.cli;

import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --config FILE} and {@code --set key=value}, the same in every command. */
final class ConfigArguments {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration file (YAML).")
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets one key over the file; can be repeated.")
    private List<String> overrides = new ArrayList<>();

    Path file() {
        return file;
    }

    StepcastConfig load() {
        return ConfigLoader.load(file, overrides, System.getenv());
    }
}
