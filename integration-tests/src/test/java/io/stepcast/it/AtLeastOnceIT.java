package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At-least-once: predictions don't wait for a checkpoint, a crash repeats some, and repeats are known by their ids. */
final class AtLeastOnceIT {

    private static final int SERIES = 3;
    private static final int STEPS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** No checkpoint completes before the crash: whatever comes out doesn't wait for one, and all of it comes again. */
    private static final String[] SETTINGS = {"delivery.guarantee=at-least-once", "delivery.checkpoint-interval=10 min"
    };

    @TempDir
    Path folder;

    @Test
    void aKilledJobSaysEverythingAndWhatItSaysAgainHasTheSameId() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("prompt", SETTINGS);
            String topic = config.topics().predictions();
            house.produce(config.topics().readings(), SERIES, 0, STEPS / 2);
            Path log = folder.resolve("child.log");
            ChildJob job = ChildJob.start(house.configFile("prompt"), log, SETTINGS);
            try {
                int half = SERIES * (STEPS / 2 - 1);
                House.await("half of the predictions", PATIENCE, () -> house.count(topic) >= half);
                job.kill();
                house.produce(config.topics().readings(), SERIES, STEPS / 2, STEPS);
                job = ChildJob.start(house.configFile("prompt"), log, SETTINGS);
                int all = SERIES * (STEPS - 1);
                House.await("all of them, and the first half again", PATIENCE, () -> house.count(topic) >= half + all);
            } finally {
                job.kill();
            }

            Set<String> expected = new HashSet<>();
            for (int step = 1; step < STEPS; step++) {
                for (int series = 0; series < SERIES; series++) {
                    expected.add("default/station-" + series + "@" + House.FIRST.plus(House.STEP.multipliedBy(step)));
                }
            }
            Map<String, Prediction> first = new LinkedHashMap<>();
            for (Prediction prediction : house.committed(topic, Prediction.class)) {
                Prediction said = first.putIfAbsent(prediction.getId(), prediction);
                if (said != null) {
                    assertThat(values(prediction)).containsExactly(values(said), within(1e-4));
                }
            }
            assertThat(first.keySet()).isEqualTo(expected);
            List<Outcome> outcomes = house.committed(config.topics().outcomes(), Outcome.class);
            assertThat(outcomes).hasSizeGreaterThan(SERIES * (STEPS - 2));
            assertThat(outcomes.stream().map(Outcome::getId).distinct()).hasSize(SERIES * (STEPS - 2));
        }
    }

    private static double[] values(Prediction prediction) {
        return prediction.getFeatures().stream()
                .mapToDouble(FeaturePrediction::getExpected)
                .toArray();
    }
}
