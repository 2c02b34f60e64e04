package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1 over rescaling: started again with other parallelism, the job goes on where it was. */
final class RescaleIT {

    private static final int SERIES = 5;
    private static final int STEPS = 60;
    private static final int PUBLISH_EVERY = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void fromOneSubtaskToTwoAndBackEveryReadingIsPredictedAndLearntFromOnce() throws Exception {
        try (House house = House.open(folder)) {
            String prefix = "rescaled" + House.TWO_PARTITIONS;
            StepcastConfig config = house.config(prefix, settings(1));
            int sent = 0;
            for (int parallelism : new int[] {1, 2, 1}) {
                house.produce(config.topics().readings(), SERIES, sent, sent + STEPS / 3);
                sent += STEPS / 3;
                run(house, house.again(prefix, settings(parallelism)), SERIES * (sent - 1));
            }

            List<Prediction> predictions = house.committed(config.topics().predictions(), Prediction.class);
            assertThat(predictions)
                    .extracting(prediction -> prediction.getSeries() + "@" + prediction.getIssuedAt())
                    .hasSize(SERIES * (STEPS - 1))
                    .doesNotHaveDuplicates();
            assertThat(house.count(config.topics().deadLetter())).isZero();

            List<ModelUpdate> versions = house.committed(config.topics().modelUpdates(), ModelUpdate.class);
            assertThat(versions)
                    .extracting(ModelUpdate::getVersion)
                    .isEqualTo(
                            LongStream.rangeClosed(1, versions.size()).boxed().toList());
            assertThat(versions)
                    .extracting(ModelUpdate::getLearningStep)
                    .isEqualTo(LongStream.rangeClosed(1, versions.size())
                            .map(version -> version * PUBLISH_EVERY)
                            .boxed()
                            .toList());
            // All labelled windows are learnt from once: each reading but the first two of a series, the last few may
            // wait.
            ModelUpdate last = versions.get(versions.size() - 1);
            assertThat(last.getSamples()).isEqualTo((long) SERIES * last.getLearningStep());
            assertThat(last.getLearningStep()).isGreaterThan(STEPS - 2 - PUBLISH_EVERY);
        }
    }

    /** One learning step per {@code SERIES} labelled windows, however the partitions are interleaved. */
    private static String[] settings(int parallelism) {
        return new String[] {
            "delivery.parallelism=" + parallelism, "serving.publish-every=" + PUBLISH_EVERY, "learning.every=" + SERIES
        };
    }

    private static void run(House house, StepcastConfig config, int predictions) throws InterruptedException {
        try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
            House.await(
                    predictions + " predictions at parallelism "
                            + config.delivery().parallelism(),
                    PATIENCE,
                    () -> house.count(config.topics().predictions()) >= predictions);
            assertThat(job.status().warming()).isEqualTo(SERIES);
        }
    }
}
