package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.job.LocalJobStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that existing state can't follow ends the job with the reason; one that it can is followed. */
final class ChangedConfigurationIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void anotherNetworkIsRefusedAndWhatMayChangeGoesOn() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("changed");
            runUntilPredicted(house, config, 30);

            StepcastConfig wider = house.again("changed", "model.hidden=16");
            try (LocalJob job = LocalJob.start(wider, LocalJob.NO_WEB_UI, false)) {
                House.await(
                        "the job ended", PATIENCE, () -> job.status().state().equals("FAILED"));
                LocalJobStatus status = job.status();
                assertThat(status.failure())
                        .rootCause()
                        .hasMessageContaining("the configuration no longer fits the state of model default:"
                                + " model.hidden was 32 and is 16; set it back, or begin anew with --fresh");
            }

            runUntilPredicted(
                    house, house.again("changed", "intervals.coverage=0.5", "learning.learning-rate=1e-2"), 60);
            assertThat(house.count(config.topics().deadLetter())).isZero();
            assertThat(house.count(config.topics().predictions())).isEqualTo(59);

            // Another model begins anew beside it.
            StepcastConfig other = house.again("changed", "model.id=other", "model.hidden=16");
            try (LocalJob job = LocalJob.start(other, LocalJob.NO_WEB_UI, false)) {
                House.await(
                        "all readings predicted once more",
                        PATIENCE,
                        () -> house.count(config.topics().predictions()) == 2 * 59);
                assertThat(job.status().state()).isEqualTo("RUNNING");
            }
        }
    }

    @Test
    void theCommandEndsWithOneAndTheReason() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("command");
            runUntilPredicted(house, config, 30);

            Path log = folder.resolve("child.log");
            ChildJob job = ChildJob.start(house.configFile("command"), log, "model.window=5");

            assertThat(job.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(Files.readString(log))
                    .contains("stepcast: the job ended (FAILED): the configuration no longer fits the state of model"
                            + " default: model.window was 8 and is 5; set it back, or begin anew with --fresh");
        }
    }

    private static void runUntilPredicted(House house, StepcastConfig config, int steps) throws Exception {
        int before = house.count(config.topics().readings());
        house.produce(config.topics().readings(), 1, before, steps);
        try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
            House.await(
                    "all readings predicted",
                    PATIENCE,
                    () -> house.count(config.topics().predictions()) >= steps - 1);
            assertThat(job.status().state()).isEqualTo("RUNNING");
        }
    }
}
