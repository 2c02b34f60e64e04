package io.stepcast.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;

/** The smallest configuration, and short ways to load and to break it. */
final class Configs {

    static final String SMALLEST = """
            kafka: {bootstrap.servers: "kafka:9092"}
            registry: {url: "http://registry:8081"}
            topics: {prefix: weather}
            series:
              features: [temp_max, wind]
            delivery: {checkpoint-dir: /var/stepcast}
            """;

    private Configs() {}

    static StepcastConfig smallestWith(String... overrides) {
        return ConfigLoader.parse(SMALLEST, "test.yaml", List.of(overrides), Map.of());
    }

    static StepcastConfig parse(String yaml) {
        return ConfigLoader.parse(yaml, "test.yaml", List.of(), Map.of());
    }

    static List<String> problemsWith(String... overrides) {
        return problems(SMALLEST, Map.of(), overrides);
    }

    static List<String> problems(String yaml, Map<String, String> environment, String... overrides) {
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.parse(yaml, "test.yaml", List.of(overrides), environment));
        return thrown == null ? List.of() : thrown.problems();
    }
}
