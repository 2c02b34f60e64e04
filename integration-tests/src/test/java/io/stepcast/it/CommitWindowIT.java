package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.Prediction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The moment between a completed checkpoint and the commit of its transactions: the job is killed while a commit is on its way, before
 * the broker has it or before the job hears that it is done.
 */
final class CommitWindowIT {

    private static final int SERIES = 2;
    private static final int PUBLISH_EVERY = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** One kill each; which commits are held, by the end of their transactional ids' prefix. */
    private static final List<Window> WINDOWS = List.of(
            new Window(KafkaProxy.Moment.BEFORE_THE_BROKER_HAS_IT, ""),
            new Window(KafkaProxy.Moment.BEFORE_THE_CLIENT_HEARS, ""),
            new Window(KafkaProxy.Moment.BEFORE_THE_BROKER_HAS_IT, "-predictions"),
            new Window(KafkaProxy.Moment.BEFORE_THE_CLIENT_HEARS, "-predictions"),
            new Window(KafkaProxy.Moment.BEFORE_THE_BROKER_HAS_IT, "-outcomes"),
            new Window(KafkaProxy.Moment.BEFORE_THE_BROKER_HAS_IT, "-model-updates"),
            new Window(KafkaProxy.Moment.BEFORE_THE_CLIENT_HEARS, "-model-updates"),
            new Window(KafkaProxy.Moment.BEFORE_THE_BROKER_HAS_IT, "-dead-letters"));

    @TempDir
    Path folder;

    private record Window(KafkaProxy.Moment moment, String sink) {
        boolean isOf(String transactionalId) {
            return transactionalId.contains("-default" + sink + "-");
        }
    }

    @Test
    void killedBetweenACheckpointAndItsCommitNothingIsLostOrDoubled() throws Exception {
        try (House house = House.open(folder);
                KafkaProxy proxy = KafkaProxy.before(house.bootstrapServers())) {
            StepcastConfig config = house.config("window", settings(proxy));
            String readings = config.topics().readings();
            ChildJob job = start(house, proxy);
            try (LiveProducer producer = LiveProducer.start(house, readings, SERIES, 25)) {
                for (Window window : WINDOWS) {
                    int before = house.count(config.topics().predictions());
                    House.await(
                            "the job runs before " + window,
                            PATIENCE,
                            () -> house.count(config.topics().predictions()) > before);
                    house.send(readings, "bad", "not avro".getBytes(StandardCharsets.UTF_8));
                    proxy.hold(window.moment(), window::isOf);
                    assertThat(proxy.awaitHeld(PATIENCE.toSeconds()))
                            .as("a commit is held: %s", window)
                            .isTrue();
                    // The other sinks commit meanwhile, so that the kill divides one checkpoint.
                    Thread.sleep(300);
                    assertThat(Expected.newestCheckpoint(folder.resolve("window-checkpoints")))
                            .isNotEmpty();
                    job.kill();
                    proxy.letGo();
                    job = start(house, proxy);
                }
                int steps = producer.stop();
                House.await(
                        "all readings predicted",
                        PATIENCE,
                        () -> house.count(config.topics().predictions()) >= SERIES * (steps - 1));
                everythingOnce(house, config, steps);
            } finally {
                job.kill();
            }
        }
    }

    private ChildJob start(House house, KafkaProxy proxy) throws Exception {
        return ChildJob.start(house.configFile("window"), folder.resolve("child.log"), settings(proxy));
    }

    private static String[] settings(KafkaProxy proxy) {
        return new String[] {
            "kafka.bootstrap.servers=" + proxy.bootstrapServers(), "serving.publish-every=" + PUBLISH_EVERY
        };
    }

    private static void everythingOnce(House house, StepcastConfig config, int steps) throws InterruptedException {
        assertThat(Expected.ids(house.committed(config.topics().predictions(), Prediction.class)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Expected.predictionIds(SERIES, steps));
        House.await("all outcomes", PATIENCE, () -> house.count(config.topics().outcomes()) >= SERIES * (steps - 2));
        assertThat(house.count(config.topics().outcomes())).isEqualTo(SERIES * (steps - 2));
        assertThat(house.count(config.topics().deadLetter())).isEqualTo(WINDOWS.size());
        List<ModelUpdate> versions = house.committed(config.topics().modelUpdates(), ModelUpdate.class);
        // The first reading of a series warms up, the second has no label yet.
        assertThat(versions)
                .extracting(ModelUpdate::getVersion)
                .isEqualTo(Expected.consecutive((steps - 2) / PUBLISH_EVERY));
    }
}
