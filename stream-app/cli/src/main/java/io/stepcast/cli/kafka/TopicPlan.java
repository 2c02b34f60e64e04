package io.stepcast.cli.kafka;

import io.stepcast.config.StepcastConfig;
import io.stepcast.config.TopicsConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as Stepcast needs it.
 *
 * @param settings of the topic, by Kafka's names
 */
public record TopicPlan(String name, Map<String, String> settings) {

    private static final int LARGEST_DEAD_LETTER = 4 << 20;

    public TopicPlan {
        settings = new TreeMap<>(settings);
    }

    /** Every topic of a configuration. */
    public static List<TopicPlan> all(StepcastConfig config) {
        TopicsConfig topics = config.topics();
        return List.of(
                // Readings may be old, and limits on their age compare them with their Kafka timestamp: the producer's.
                new TopicPlan(topics.readings(), history("CreateTime")),
                new TopicPlan(topics.predictions(), history("LogAppendTime")),
                new TopicPlan(topics.outcomes(), history("LogAppendTime")),
                new TopicPlan(
                        topics.modelUpdates(),
                        Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime")),
                new TopicPlan(topics.alerts(), history("LogAppendTime")),
                new TopicPlan(topics.deadLetter(), deadLetter()));
    }

    /** A dead letter is the original record and headers that say why. */
    private static Map<String, String> deadLetter() {
        Map<String, String> settings = new TreeMap<>(history("LogAppendTime"));
        settings.put("max.message.bytes", Integer.toString(LARGEST_DEAD_LETTER));
        return settings;
    }

    private static Map<String, String> history(String timestampType) {
        return Map.of("retention.ms", "-1", "message.timestamp.type", timestampType);
    }
}
