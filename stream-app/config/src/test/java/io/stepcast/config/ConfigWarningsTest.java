package io.stepcast.config;

import static io.stepcast.config.Configs.smallestWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigWarningsTest {

    @Test
    void lateVisibilityIsToldWhenCheckpointsAreLongerThanTheStep() {
        assertThat(ConfigWarnings.of(smallestWith("series.step=1 s")))
                .singleElement()
                .asString()
                .contains("every 5 s")
                .contains("delivery.checkpoint-interval");
    }

    @Test
    void visibilityIsInTimeWithShortCheckpointsLongStepsOrAtLeastOnce() {
        assertThat(ConfigWarnings.of(smallestWith("series.step=1 s", "delivery.checkpoint-interval=1 s")))
                .isEmpty();
        assertThat(ConfigWarnings.of(smallestWith("series.step=1 h"))).isEmpty();
        assertThat(ConfigWarnings.of(smallestWith())).isEmpty();
        assertThat(ConfigWarnings.of(smallestWith("series.step=1 s", "delivery.guarantee=at-least-once")))
                .isEmpty();
    }

    @Test
    void batchesThatWaitLongerThanAStepAreTold() {
        assertThat(ConfigWarnings.of(smallestWith("series.step=10 ms", "delivery.guarantee=at-least-once")))
                .singleElement()
                .asString()
                .contains("serving.batch-timeout");
    }
}
