package io.stepcast.job;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What brokers and topics take at most. Who may not ask gets Kafka's default, or nothing. */
final class BrokerLimits {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);
    private static final long TIMEOUT_SECONDS = 15;

    /** Kafka's own default of {@code message.max.bytes}. */
    private static final int DEFAULT_LARGEST_MESSAGE = 1_048_588;

    private BrokerLimits() {}

    /** The largest record batch that a topic takes, in bytes. */
    static int largestMessage(Properties kafka, String topic) {
        try (Admin admin = Admin.create(kafka)) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            return (int) config(admin, resource, "max.message.bytes").orElse(DEFAULT_LARGEST_MESSAGE);
        }
    }

    /** The longest that a transaction may take, in milliseconds. */
    static OptionalLong longestTransactionMillis(Admin admin) {
        try {
            List<Node> nodes = List.copyOf(admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            return nodes.isEmpty()
                    ? OptionalLong.empty()
                    : config(
                            admin,
                            new ConfigResource(
                                    ConfigResource.Type.BROKER, nodes.get(0).idString()),
                            "transaction.max.timeout.ms");
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private static OptionalLong config(Admin admin, ConfigResource resource, String name) {
        try {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(List.of(resource)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Config config = configs.getOrDefault(resource, new Config(List.of()));
            ConfigEntry entry = config.get(name);
            return entry == null || entry.value() == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(entry.value()));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("{} of {} could not be asked for, its default is assumed: {}", name, resource, e.toString());
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
