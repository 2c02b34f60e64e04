package io.stepcast.cli.kafka;

import io.stepcast.cli.console.Failures;
import io.stepcast.cli.console.UserException;
import io.stepcast.config.StepcastConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are not there yet, and compares those that are. */
public final class Topics implements AutoCloseable {

    private static final int MOST_LOOKS = 50;
    private static final long PAUSE_MILLIS = 100;

    private final StepcastConfig config;
    private final Admin admin;

    public Topics(StepcastConfig config) {
        this.config = config;
        this.admin = Admin.create(Clients.properties(
                config,
                Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Clients.ANSWER_SECONDS * 1000,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Clients.ANSWER_SECONDS * 500)));
    }

    /** What became of a topic. */
    public enum State {
        CREATED,
        THERE,
        DIFFERS
    }

    /**
     * @param differences one phrase per setting that is not as planned; empty unless the state is {@link State#DIFFERS}
     */
    public record Report(String topic, State state, List<String> differences) {}

    /**
     * Creates every planned topic that is not there. Existing ones are left as they are.
     *
     * @param partitions of new topics; empty for the broker's default
     * @param replication of new topics; empty for the broker's default
     */
    public List<Report> create(List<TopicPlan> plans, Optional<Integer> partitions, Optional<Short> replication) {
        List<Report> reports = new ArrayList<>();
        for (TopicPlan plan : plans) {
            reports.add(
                    create(plan, partitions, replication)
                            ? new Report(plan.name(), State.CREATED, List.of())
                            : compare(plan, partitions));
        }
        awaitKnown(reports.stream()
                .filter(report -> report.state() == State.CREATED)
                .map(Report::topic)
                .toList());
        return reports;
    }

    /** The controller creates topics, and says so, a moment before every broker knows them. */
    private void awaitKnown(List<String> created) {
        for (int looks = 1; !created.isEmpty(); looks++) {
            try {
                admin.describeTopics(created).allTopicNames().get(Clients.ANSWER_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || looks == MOST_LOOKS) {
                    throw failed(String.join(", ", created), e);
                }
                pause();
            } catch (TimeoutException e) {
                throw UserException.failure(Clients.noAnswer(config), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw UserException.failure("interrupted", e);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserException.failure("interrupted", e);
        }
    }

    private boolean create(TopicPlan plan, Optional<Integer> partitions, Optional<Short> replication) {
        NewTopic topic = new NewTopic(plan.name(), partitions, replication).configs(plan.settings());
        return await(plan.name(), admin.createTopics(List.of(topic)).all());
    }

    private Report compare(TopicPlan plan, Optional<Integer> partitions) {
        List<String> differences = new ArrayList<>();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, plan.name());
        Config actual = answer(
                        plan.name(), admin.describeConfigs(List.of(resource)).all())
                .values()
                .iterator()
                .next();
        plan.settings().forEach((setting, wanted) -> {
            ConfigEntry entry = actual.get(setting);
            String value = entry == null ? "unknown" : entry.value();
            if (!wanted.equals(value)) {
                differences.add(setting + " is " + value + ", should be " + wanted);
            }
        });
        partitions.ifPresent(wanted -> {
            int count = answer(
                            plan.name(),
                            admin.describeTopics(List.of(plan.name())).allTopicNames())
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
            if (count != wanted) {
                differences.add("partitions are " + count + ", should be " + wanted);
            }
        });
        return new Report(plan.name(), differences.isEmpty() ? State.THERE : State.DIFFERS, differences);
    }

    /** True when it was created, false when it was there. */
    private boolean await(String topic, KafkaFuture<Void> created) {
        try {
            created.get(Clients.ANSWER_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw failed(topic, e);
        } catch (TimeoutException e) {
            throw UserException.failure(Clients.noAnswer(config), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserException.failure("interrupted", e);
        }
    }

    private <T> T answer(String topic, KafkaFuture<T> future) {
        try {
            return future.get(Clients.ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failed(topic, e);
        } catch (TimeoutException e) {
            throw UserException.failure(Clients.noAnswer(config), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserException.failure("interrupted", e);
        }
    }

    private UserException failed(String topic, ExecutionException e) {
        if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
            return UserException.failure(Clients.noAnswer(config), e);
        }
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
            return UserException.failure("there is no topic '" + topic + "'", e);
        }
        return UserException.failure("topic '" + topic + "': " + Failures.rootMessage(e), e);
    }

    @Override
    public void close() {
        admin.close();
    }
}
