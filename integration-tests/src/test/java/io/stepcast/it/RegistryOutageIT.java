package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.Reading;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is down delays the service and loses nothing. */
final class RegistryOutageIT {

    @TempDir
    Path folder;

    @Test
    void aRegistryThatIsDownRestartsTheJobFromItsCheckpointAndNothingIsDeadLettered() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("outage", "registry.retry-for=1 s");
            String topic = config.topics().readings();
            int port = house.registryPort();
            byte[][] readings = encodedReadings(house, topic, 40);

            house.stopRegistry();
            house.startRegistry(port);
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                House.await(
                        "the job runs",
                        Duration.ofMinutes(1),
                        () -> job.status().state().equals("RUNNING"));
                // The job has its own schemas by now, but has never seen the readings' schema id.
                Thread.sleep(2_000);
                house.stopRegistry();
                for (byte[] reading : readings) {
                    house.send(topic, "station-0", reading);
                }
                house.flush();
                House.await(
                        "the job restarts",
                        Duration.ofMinutes(1),
                        () -> job.status().failure() != null);
                house.startRegistry(port);
                House.await(
                        "all readings predicted",
                        Duration.ofMinutes(2),
                        () -> house.count(config.topics().predictions()) >= readings.length - 1);
            }
            assertThat(house.count(config.topics().predictions())).isEqualTo(readings.length - 1);
            assertThat(house.count(config.topics().deadLetter())).isZero();
        }
    }

    private static byte[][] encodedReadings(House house, String topic, int count) {
        byte[][] readings = new byte[count][];
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(house.registrySettings(), topic, Reading.class)) {
            for (int step = 0; step < count; step++) {
                readings[step] = encoder.encode(House.reading(0, step));
            }
        }
        return readings;
    }
}
