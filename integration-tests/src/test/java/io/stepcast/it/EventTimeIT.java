package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readings out of order, with a gap, on one of two partitions of which the other is silent. */
final class EventTimeIT {

    private static final int[] ARRIVING = {0, 1, 3, 2, 4, 6, 7, 8, 9, 10};
    private static final int[] PREDICTED_FROM = {1, 2, 3, 4, 6, 7, 8, 9, 10};

    @TempDir
    Path folder;

    @Test
    void readingsArePutInOrderAndNeitherAGapNorASilentPartitionHoldsThemForEver() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config =
                    house.config("ordered" + House.TWO_PARTITIONS, "series.max-lateness=2 h", "series.idle-after=1 s");
            String topic = config.topics().readings();

            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                try (AvroEncoder<Reading> encoder =
                        AvroEncoder.forTopic(house.registrySettings(), topic, Reading.class)) {
                    for (int step : ARRIVING) {
                        Reading reading = House.reading(0, step);
                        house.send(topic, reading.getSeries(), encoder.encode(reading));
                    }
                }
                house.flush();
                House.await(
                        PREDICTED_FROM.length + " predictions",
                        Duration.ofMinutes(2),
                        () -> house.count(config.topics().predictions()) >= PREDICTED_FROM.length);
                assertThat(job.status().warming()).isEqualTo(1);
            }

            assertThat(house.committed(config.topics().predictions(), Prediction.class))
                    .extracting(Prediction::getIssuedAt)
                    .isEqualTo(IntStream.of(PREDICTED_FROM)
                            .mapToObj(step -> House.FIRST.plus(House.STEP.multipliedBy(step)))
                            .toList());
            assertThat(house.count(config.topics().deadLetter())).isZero();
        }
    }
}
