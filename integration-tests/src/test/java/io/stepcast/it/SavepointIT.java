package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.config.StepcastConfig;
import io.stepcast.job.JobStartException;
import io.stepcast.job.LocalJob;
import io.stepcast.job.StartPoint;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopped with a savepoint and started from it, also with another parallelism, the job goes on as if nothing had happened. */
final class SavepointIT {

    private static final int SERIES = 4;
    private static final int STEPS = 60;
    /** Of a model with one series. */
    private static final int WINDOWS_PER_STEP = 2;

    private static final int PUBLISH_EVERY = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    @Test
    void fromOneSubtaskToTwoAndBackEachOfSeveralModelsContinuesBitForBit() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig calm = house.config("calm", settings(1));
            house.produce(calm.topics().readings(), SERIES, 0, STEPS);
            try (LocalJob job = LocalJob.start(calm, LocalJob.NO_WEB_UI, false)) {
                awaitPredictions(house, calm, STEPS);
            }

            StepcastConfig rescaled = house.config("rescaled", settings(1));
            String savepoints = folder.resolve("savepoints").toString();
            StartPoint from = new StartPoint.Newest();
            int sent = 0;
            for (int parallelism : new int[] {1, 2, 1}) {
                house.produce(rescaled.topics().readings(), SERIES, sent, sent + STEPS / 3);
                sent += STEPS / 3;
                StepcastConfig config = house.again("rescaled", settings(parallelism));
                try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, from)) {
                    awaitPredictions(house, config, sent);
                    from = new StartPoint.Savepoint(job.stopWithSavepoint(savepoints));
                }
            }

            assertThat(ids(house, rescaled)).doesNotHaveDuplicates().hasSameElementsAs(ids(house, calm));
            Map<String, List<ModelUpdate>> expected = versions(house, calm);
            assertThat(expected.keySet()).containsExactlyInAnyOrder("default", "one", "two", "three");
            Map<String, List<ModelUpdate>> versions = versions(house, rescaled);
            assertThat(versions).isEqualTo(expected);
            assertThat(versions.values())
                    .allSatisfy(updates -> assertThat(updates)
                            .extracting(ModelUpdate::getVersion)
                            .isEqualTo(LongStream.rangeClosed(1, (STEPS - 2) / WINDOWS_PER_STEP / PUBLISH_EVERY)
                                    .boxed()
                                    .toList()));
            assertThat(house.count(rescaled.topics().deadLetter())).isZero();
        }
    }

    @Test
    void aRouteMoreBeginsAModelAndOneLessKeepsIts() throws Exception {
        try (House house = House.open(folder)) {
            String two = "model.routes=[{series: station-1, id: one}]";
            StepcastConfig config = house.config("routed", two, "serving.publish-every=5");
            runFrom(house, house.again("routed", two, "serving.publish-every=5"), 0, 20);
            String all = "model.routes=none";
            runFrom(house, house.again("routed", all, "serving.publish-every=5"), 20, 30);
            runFrom(house, house.again("routed", two, "serving.publish-every=5"), 30, 50);

            List<ModelUpdate> one = versions(house, config).getOrDefault("one", List.of());
            assertThat(one)
                    .extracting(ModelUpdate::getVersion)
                    .isEqualTo(LongStream.rangeClosed(1, one.size()).boxed().toList());
            // 20 steps of its series before it was left out, and 20 after.
            assertThat(one.get(one.size() - 1).getSamples()).isBetween(30L, 38L);
            assertThat(house.committed(config.topics().predictions(), Prediction.class))
                    .filteredOn(prediction -> prediction.getSeries().equals("station-1"))
                    .extracting(Prediction::getModelId)
                    .startsWith("one")
                    .contains("default")
                    .endsWith("one");
        }
    }

    @Test
    void theCommandStopsWithASavepointAndTheNextRunGoesOnFromIt() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("command");
            Path log = folder.resolve("child.log");
            Path savepoints = folder.resolve("savepoints");
            house.produce(config.topics().readings(), 1, 0, 20);
            ChildJob job = ChildJob.run(
                    house.configFile("command"), log, List.of("--savepoint-on-stop", savepoints.toString()));
            House.await(
                    "all readings predicted",
                    PATIENCE,
                    () -> house.count(config.topics().predictions()) == 19);
            job.terminate();
            assertThat(job.awaitExit(PATIENCE)).isZero();
            assertThat(Files.readString(log)).contains("Savepoint: file:" + savepoints + "/savepoint-");

            house.produce(config.topics().readings(), 1, 20, 40);
            try (LocalJob next = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                House.await(
                        "all readings predicted",
                        PATIENCE,
                        () -> house.count(config.topics().predictions()) >= 39);
            }
            assertThat(ids(house, config)).hasSize(39).doesNotHaveDuplicates();

            assertThatThrownBy(() -> LocalJob.start(
                            config,
                            LocalJob.NO_WEB_UI,
                            new StartPoint.Savepoint(folder.resolve("none").toString())))
                    .isInstanceOf(JobStartException.class)
                    .hasMessage(
                            "a savepoint or checkpoint is required at file:" + folder.resolve("none")
                                    + ", and there is none; name another one with --from-savepoint, or begin anew with --fresh");
        }
    }

    private static void runFrom(House house, StepcastConfig config, int from, int to) throws Exception {
        house.produce(config.topics().readings(), 2, from, to);
        try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
            House.await(
                    "all readings predicted",
                    PATIENCE,
                    () -> house.count(config.topics().predictions()) >= 2 * (to - 1));
            assertThat(job.status().state()).isEqualTo("RUNNING");
        }
    }

    /** One series per model: the order within a model is then that of its partition, whatever the parallelism. */
    private static String[] settings(int parallelism) {
        return new String[] {
            "delivery.parallelism=" + parallelism,
            "serving.publish-every=" + PUBLISH_EVERY,
            "model.routes=[{series: '*-1', id: one}, {series: station-2, id: two}, {series: '*3', id: three}]"
        };
    }

    private static void awaitPredictions(House house, StepcastConfig config, int steps) throws InterruptedException {
        int predictions = SERIES * (steps - 1);
        House.await(
                predictions + " predictions at parallelism " + config.delivery().parallelism(),
                PATIENCE,
                () -> house.count(config.topics().predictions()) >= predictions);
    }

    private static List<String> ids(House house, StepcastConfig config) {
        return house.committed(config.topics().predictions(), Prediction.class).stream()
                .map(Prediction::getId)
                .toList();
    }

    private static Map<String, List<ModelUpdate>> versions(House house, StepcastConfig config) {
        return house.committed(config.topics().modelUpdates(), ModelUpdate.class).stream()
                .collect(Collectors.groupingBy(ModelUpdate::getModelId));
    }
}
