package io.stepcast.config;

import static io.stepcast.config.Configs.smallestWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigSummaryTest {

    @Test
    void everyKeyIsShown() {
        Map<String, String> summary = ConfigSummary.of(
                smallestWith("series.key=station", "series.timestamp=at", "model.start-from=weights.safetensors"));

        assertThat(summary.keySet())
                .containsExactlyElementsOf(Options.ALL.stream()
                        .map(Option::key)
                        .filter(key -> !key.equals("topics.prefix")) // in every topic's name
                        .collect(Collectors.toList()));
    }

    @Test
    void whatIsShownIsWhatTheFileWouldSay() {
        assertThat(ConfigSummary.of(smallestWith("series.step=1 h")))
                .containsEntry("series.step", "1 h")
                .containsEntry("series.season", "1 d")
                .containsEntry("learning.every", "auto")
                .containsEntry("delivery.guarantee", "exactly-once")
                .containsEntry("topics.dead-letter", "weather.dead-letter");
    }

    @Test
    void secretsAreHidden() {
        Map<String, String> summary = ConfigSummary.of(smallestWith(
                "kafka.sasl.jaas.config=hunter2",
                "kafka.ssl.keystore.password=hunter2",
                "registry.basic.auth.user.info=user:hunter2",
                "registry.bearer.auth.token=hunter2",
                "registry.url=http://user:hunter2@registry:8081",
                "kafka.client.id=me"));

        assertThat(summary.values()).noneMatch(value -> value.contains("hunter2"));
        assertThat(summary)
                .containsEntry("kafka.sasl.jaas.config", "(hidden)")
                .containsEntry("registry.url", "http://(hidden)@registry:8081")
                .containsEntry("kafka.client.id", "me");
    }
}
