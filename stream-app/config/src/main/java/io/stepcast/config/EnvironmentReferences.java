package io.stepcast.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the environment's values in place of <code>${NAME}</code>. */
final class EnvironmentReferences {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    private final Map<String, String> environment;
    private final List<String> problems;

    EnvironmentReferences(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The text with every reference replaced; a variable that is not set is added to the problems and leaves its reference. */
    String resolve(String key, String origin, String text) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String name = reference.group(1);
            String value = environment.get(name);
            if (value == null) {
                problems.add(
                        "'" + key + "' (" + origin + ") needs the environment variable " + name + ", which is not set");
                return Matcher.quoteReplacement(reference.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
