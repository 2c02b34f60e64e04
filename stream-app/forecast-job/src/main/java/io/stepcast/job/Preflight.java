package io.stepcast.job;

import io.stepcast.config.DeliveryConfig;
import io.stepcast.config.StepcastConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/** Looks before the leap: is the broker there, and are the topics? */
final class Preflight {

    private static final int TIMEOUT_SECONDS = 15;
    private static final int LOOKS = 5;
    private static final long PAUSE_MILLIS = 300;

    private Preflight() {}

    /**
     * Checks what the job needs from Kafka.
     *
     * @throws JobStartException with one clear sentence
     */
    static void require(StepcastConfig config) {
        Set<String> missing = missing(config);
        // The controller creates topics, and says so, a moment before every broker knows them.
        for (int look = 1; look < LOOKS && !missing.isEmpty(); look++) {
            pause();
            missing = missing(config);
        }
        if (!missing.isEmpty()) {
            throw new JobStartException(
                    "these topics are required and do not exist: " + String.join(", ", missing)
                            + " (create them with: stepcast topics create --config FILE)",
                    null);
        }
        requireTransactionTimeout(config);
    }

    /** The broker would refuse a longer one each time a sink opens, and the job would restart for ever. */
    private static void requireTransactionTimeout(StepcastConfig config) {
        String timeout = config.kafka().properties().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        if (timeout == null || config.delivery().guarantee() != DeliveryConfig.Guarantee.EXACTLY_ONCE) {
            return;
        }
        try (Admin admin = Admin.create(properties(config))) {
            long longest = BrokerLimits.longestTransactionMillis(admin).orElse(Long.MAX_VALUE);
            if (Long.parseLong(timeout) > longest) {
                throw new JobStartException(
                        "kafka.transaction.timeout.ms must be at most the broker's transaction.max.timeout.ms, "
                                + longest + ", got " + timeout,
                        null);
            }
        }
    }

    private static Set<String> missing(StepcastConfig config) {
        Set<String> missing = new TreeSet<>(required(config));
        missing.removeAll(topics(config));
        return missing;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobStartException("interrupted while waiting for Kafka's topics", e);
        }
    }

    private static List<String> required(StepcastConfig config) {
        return List.of(
                config.topics().readings(),
                config.topics().predictions(),
                config.topics().outcomes(),
                config.topics().modelUpdates(),
                config.topics().deadLetter());
    }

    private static Set<String> topics(StepcastConfig config) {
        String servers = config.kafka().properties().getOrDefault("bootstrap.servers", "nothing");
        try (Admin admin = Admin.create(properties(config))) {
            return admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw noAnswer(servers, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw noAnswer(servers, e);
            }
            throw new JobStartException("Kafka at " + servers + " refused: " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new JobStartException("Kafka's client can't be configured: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobStartException("interrupted while asking Kafka at " + servers + " for its topics", e);
        }
    }

    private static Map<String, Object> properties(StepcastConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka().properties());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000 / 3);
        return properties;
    }

    private static JobStartException noAnswer(String servers, Exception cause) {
        return new JobStartException("Kafka at " + servers + " gave no answer within " + TIMEOUT_SECONDS + " s", cause);
    }
}
