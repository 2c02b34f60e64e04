package io.stepcast.cli.kafka;

import io.stepcast.config.StepcastConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Tells names under {@code kafka} that no Kafka client knows: probably misspelt, though a plug-in may read them. */
public final class ClientProperties {

    /** Name parts that open a space of free names: SASL modules, listeners, metrics reporters and the like. */
    private static final List<String> FREE = List.of("sasl.", "ssl.", "metrics.", "interceptor.");

    private ClientProperties() {}

    /** One sentence per unknown name. */
    public static List<String> warnings(StepcastConfig config) {
        Set<String> known = new TreeSet<>(ProducerConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(config.kafka().properties().keySet())) {
            if (!known.contains(name) && FREE.stream().noneMatch(name::startsWith)) {
                warnings.add("'kafka." + name + "' is no property that Kafka's clients know");
            }
        }
        return warnings;
    }
}
