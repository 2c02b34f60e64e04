package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 1 and 2 on a Flink cluster of processes, with a producer that never pauses: while task managers, job managers and the
 * broker are killed, every prediction comes once, and the weights are those of an uninterrupted run. {@code -Dstepcast.kills=N}
 * spreads N kills over both tests, {@code -Dstepcast.kill-seed=S} chooses other moments.
 */
final class ClusterCrashIT {

    private static final int KILLS = Integer.getInteger("stepcast.kills", 20);
    private static final long SEED = Long.getLong("stepcast.kill-seed", 20261121);
    private static final int SERIES = 4;
    private static final int PAUSE_MILLIS = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void atParallelismOneTheWeightsAreThoseOfAnUninterruptedRun() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(folder);
                House house = House.at(broker, folder)) {
            StepcastConfig killed = house.config("killed", settings(1));
            int steps = runWithKills(broker, house, "killed", killed, KILLS - KILLS / 2);
            List<ModelUpdate> versions = everythingOnce(house, killed, steps);

            StepcastConfig calm = house.config(
                    "calm", settings(1, "topics.readings=" + killed.topics().readings()));
            try (LocalJob job = LocalJob.start(calm, LocalJob.NO_WEB_UI, false)) {
                House.await(
                        "all readings predicted without a kill",
                        PATIENCE,
                        () -> house.count(calm.topics().predictions()) >= SERIES * (steps - 1));
                assertThat(job.status().failure()).isNull();
            }
            assertThat(versions).hasSizeGreaterThan(KILLS);
            assertThat(versions).isEqualTo(house.committed(calm.topics().modelUpdates(), ModelUpdate.class));
            // A pass over other neighbours may round a prediction's last bits differently; what is learnt is exact.
            assertThat(expected(house.committed(killed.topics().predictions(), Prediction.class)))
                    .containsExactly(
                            expected(house.committed(calm.topics().predictions(), Prediction.class)), within(1e-4));
        }
    }

    @Test
    void atParallelismTwoOverTwoPartitionsNothingIsLostOrDoubled() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(folder);
                House house = House.at(broker, folder)) {
            String prefix = "spread" + House.TWO_PARTITIONS;
            StepcastConfig config = house.config(prefix, settings(2));
            int steps = runWithKills(broker, house, prefix, config, KILLS / 2);
            List<ModelUpdate> versions = everythingOnce(house, config, steps);
            ModelUpdate last = versions.get(versions.size() - 1);
            assertThat(last.getSamples())
                    .as("every labelled window is learnt from once")
                    .isEqualTo((long) SERIES * last.getLearningStep());
        }
    }

    /** Returns how many time steps were sent; all of them are predicted. */
    private int runWithKills(BrokerProcess broker, House house, String prefix, StepcastConfig config, int kills)
            throws Exception {
        int parallelism = config.delivery().parallelism();
        Path jar = Path.of(System.getProperty("stepcast.job.jar"));
        Path checkpoints = folder.resolve(prefix + "-checkpoints");
        try (FlinkCluster cluster = FlinkCluster.start(folder.resolve("flink"), jar, 2);
                LiveProducer producer =
                        LiveProducer.start(house, config.topics().readings(), SERIES, PAUSE_MILLIS);
                CommittedOutput output = CommittedOutput.follow(
                        house.bootstrapServers(), config.topics().predictions())) {
            ClusterKills killing = new ClusterKills(
                    new ClusterKills.Target(
                            broker,
                            cluster,
                            checkpoint -> cluster.submit(
                                    house.configFile(prefix), parallelism, List.of(settings(parallelism)), checkpoint),
                            checkpoints),
                    producer,
                    output,
                    SEED + parallelism);
            try {
                killing.run(kills);
                int steps = producer.stop();
                House.await(
                        SERIES * (steps - 1) + " predictions, one per reading",
                        PATIENCE,
                        () -> output.count() >= SERIES * (steps - 1L));
                // Whatever would come twice has had its checkpoint.
                Thread.sleep(3 * config.delivery().checkpointInterval().toMillis());
                return steps;
            } finally {
                killing.print("parallelism " + parallelism);
            }
        }
    }

    /** Checks promise 1 on what is committed; returns the model versions. */
    private static List<ModelUpdate> everythingOnce(House house, StepcastConfig config, int steps) {
        assertThat(Expected.ids(house.committed(config.topics().predictions(), Prediction.class)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Expected.predictionIds(SERIES, steps));
        assertThat(house.count(config.topics().outcomes())).isEqualTo(SERIES * (steps - 2));
        assertThat(house.count(config.topics().deadLetter())).isZero();
        List<ModelUpdate> versions = house.committed(config.topics().modelUpdates(), ModelUpdate.class);
        assertThat(versions).extracting(ModelUpdate::getVersion).isEqualTo(Expected.consecutive(versions.size()));
        return versions;
    }

    private static String[] settings(int parallelism, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "delivery.parallelism=" + parallelism,
                "delivery.checkpoint-interval=1 s",
                "serving.publish-every=20",
                "serving.keep-versions=1000000",
                "learning.every=" + SERIES));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private static double[] expected(List<Prediction> predictions) {
        return predictions.stream()
                .flatMap(prediction -> prediction.getFeatures().stream())
                .mapToDouble(FeaturePrediction::getExpected)
                .toArray();
    }
}
