package io.stepcast.config;

import java.util.List;

/** A configuration that can't be used, with every problem found in it. */
public final class ConfigException extends RuntimeException {

    private final transient List<String> problems;

    public ConfigException(String source, List<String> problems) {
        super(source + ": " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per problem: the key, what is required and what came. */
    public List<String> problems() {
        return problems;
    }
}
