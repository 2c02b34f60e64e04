package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The job against a broker that is not ours: Apache's own image. */
@Testcontainers(disabledWithoutDocker = true)
final class KafkaContainerIT {

    private static final int SERIES = 2;
    private static final int STEPS = 60;

    @Container
    private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.2.1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");

    @TempDir
    Path folder;

    @Test
    void everyReadingIsPredictedAcrossACleanRestart() throws Exception {
        try (House house = House.at(KAFKA.getBootstrapServers(), folder)) {
            StepcastConfig config = house.config("apache");
            house.produce(config.topics().readings(), SERIES, 0, STEPS / 2);
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                awaitPredictions(house, config, SERIES * (STEPS / 2 - 1));
            }
            house.produce(config.topics().readings(), SERIES, STEPS / 2, STEPS);
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                awaitPredictions(house, config, SERIES * (STEPS - 1));
            }
            assertThat(house.committed(config.topics().predictions(), Prediction.class))
                    .hasSize(SERIES * (STEPS - 1))
                    .extracting(prediction -> prediction.getSeries() + prediction.getIssuedAt())
                    .doesNotHaveDuplicates();
            assertThat(house.count(config.topics().deadLetter())).isZero();
        }
    }

    private static void awaitPredictions(House house, StepcastConfig config, int count) throws InterruptedException {
        House.await(
                count + " predictions",
                Duration.ofMinutes(2),
                () -> house.count(config.topics().predictions()) >= count);
    }
}
