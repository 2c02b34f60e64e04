package io.stepcast.cli.kafka;

import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.RegistryConfig;
import io.stepcast.config.StepcastConfig;
import java.util.HashMap;
import java.util.Map;

/** The configuration as Kafka's and the registry's clients take it. */
public final class Clients {

    /** How long a broker may take to answer before the command gives up. */
    static final int ANSWER_SECONDS = 15;

    private Clients() {}

    /** The configured properties and further ones, which win. */
    static Map<String, Object> properties(StepcastConfig config, Map<String, Object> further) {
        Map<String, Object> properties = new HashMap<>(config.kafka().properties());
        properties.putAll(further);
        return properties;
    }

    public static RegistrySettings registry(StepcastConfig config) {
        RegistryConfig registry = config.registry();
        return new RegistrySettings(registry.urls(), registry.register(), registry.retryFor(), registry.properties());
    }

    static String noAnswer(StepcastConfig config) {
        return "no broker answered within " + ANSWER_SECONDS + " s at "
                + config.kafka().properties().get("bootstrap.servers") + " (kafka.bootstrap.servers)";
    }
}
