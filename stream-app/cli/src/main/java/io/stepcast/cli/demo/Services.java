package io.stepcast.cli.demo;

import io.stepcast.cli.console.UserException;
import io.stepcast.cli.kafka.TopicPlan;
import io.stepcast.cli.kafka.Topics;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import io.stepcast.embedded.DevelopmentRegistry;
import io.stepcast.embedded.EmbeddedBroker;
import io.stepcast.job.LocalJob;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broker, registry, topics and job of the demo, opened in this order and closed in the reverse one. */
final class Services implements AutoCloseable {

    /** Ports as {@link Ports#choose} gives them. */
    record Chosen(int broker, int registry, int web) {}

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final EmbeddedBroker broker;
    private final DevelopmentRegistry registry;
    private final StepcastConfig config;
    private final LocalJob job;

    /** @param progress told what is being started */
    Services(Dataset dataset, DemoFolder folder, Chosen ports, Consumer<String> progress) {
        try {
            progress.accept("Starting a Kafka broker …");
            broker = opened(EmbeddedBroker.start(folder.broker(), ports.broker()));
            progress.accept("Starting a schema registry …");
            registry = opened(DevelopmentRegistry.start(broker.bootstrapServers(), ports.registry()));
            String yaml = dataset.configuration(
                    broker.bootstrapServers(),
                    registry.url(),
                    folder.checkpoints().toAbsolutePath().normalize().toString());
            folder.writeConfiguration(yaml);
            config = ConfigLoader.parse(yaml, folder.configuration().toString(), List.of(), Map.of());
            try (Topics topics = new Topics(config)) {
                topics.create(TopicPlan.all(config), Optional.of(1), Optional.of((short) 1));
            }
            progress.accept("Starting the forecast job …");
            job = opened(LocalJob.start(config, ports.web(), false));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T service) {
        opened.push(service);
        return service;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    String webUrl() {
        return job.webUrl().orElseThrow(() -> UserException.failure("Flink's web page is off", null));
    }

    StepcastConfig config() {
        return config;
    }

    LocalJob job() {
        return job;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable service = opened.pop();
            try {
                service.close();
            } catch (Exception e) {
                LOG.warn("{} did not close in order", service.getClass().getSimpleName(), e);
            }
        }
    }
}
