package io.stepcast.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the configuration file and tells all that is wrong with it at once. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * @param file the YAML file
     * @param overrides {@code key=value} pairs with dotted keys, as given by {@code --set}
     * @param environment the environment that <code>${NAME}</code> in values refers to
     * @throws ConfigException with every problem found
     */
    public static StepcastConfig load(Path file, List<String> overrides, Map<String, String> environment) {
        throw new IllegalStateException("being built");
    }

    /** The same from text; {@code source} names it in errors. */
    public static StepcastConfig parse(
            String yaml, String source, List<String> overrides, Map<String, String> environment) {
        throw new IllegalStateException("being built");
    }
}
