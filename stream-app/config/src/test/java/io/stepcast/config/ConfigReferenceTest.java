package io.stepcast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void keysAndDefaultsStayAsTheyAre() {
        List<String> keysAndDefaults = new ArrayList<>();
        for (String row : ConfigReference.markdown().lines().skip(2).toList()) {
            String[] cells = row.split(" \\| ", -1);
            keysAndDefaults.add((cells[0] + " " + cells[1]).replace("| ", "").replace("`", ""));
        }

        assertThat(keysAndDefaults)
                .containsExactly(
                        "kafka.bootstrap.servers required",
                        "registry.url required",
                        "registry.register true",
                        "registry.retry-for 10 s",
                        "topics.prefix required",
                        "topics.readings <prefix>.readings",
                        "topics.predictions <prefix>.predictions",
                        "topics.outcomes <prefix>.outcomes",
                        "topics.model-updates <prefix>.model-updates",
                        "topics.alerts <prefix>.alerts",
                        "topics.dead-letter <prefix>.dead-letter",
                        "series.key none",
                        "series.timestamp none",
                        "series.timestamp-from record",
                        "series.timestamp-format auto",
                        "series.features required",
                        "series.step none",
                        "series.season auto",
                        "series.max-gap 3",
                        "series.calendar auto",
                        "series.zone UTC",
                        "series.scaling running",
                        "series.max-ahead 1 h",
                        "series.max-lateness 0 s",
                        "series.corrections keep-first",
                        "series.max-waiting 1000",
                        "series.idle-after 1 min",
                        "series.when-idle wait",
                        "series.ttl none",
                        "model.id default",
                        "model.routes none",
                        "model.preset fast",
                        "model.window auto",
                        "model.cell auto",
                        "model.layers auto",
                        "model.hidden auto",
                        "model.recurrent-networks auto",
                        "model.feed-forward-networks auto",
                        "model.second-stage auto",
                        "model.device auto",
                        "model.start-from none",
                        "learning.every auto",
                        "learning.replay auto",
                        "learning.replay-capacity 4096",
                        "learning.learning-rate 1e-3",
                        "learning.gradient-clip-norm 1.0",
                        "learning.drift adapt",
                        "learning.overload keep-up",
                        "learning.max-lag 30 s",
                        "learning.seed 42",
                        "serving.batch-size 256",
                        "serving.batch-timeout 20 ms",
                        "serving.publish-every 1000",
                        "serving.inline-limit 512 KiB",
                        "serving.keep-versions 100",
                        "intervals.coverage 0.9",
                        "delivery.guarantee exactly-once",
                        "delivery.checkpoint-interval 5 s",
                        "delivery.checkpoint-dir required",
                        "delivery.parallelism 1");
    }

    @Test
    void everyRowHasThreeCells() {
        assertThat(ConfigReference.markdown().lines())
                .allSatisfy(row -> assertThat(row.split("\\|", -1)).hasSize(5));
    }
}
