package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import io.stepcast.version.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 5: every published version can be opened anywhere and reproduces its probes; old ones go, with their files. */
final class ModelVersionsIT {

    private static final int SERIES = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void theNewestVersionsStayOnTheTopicAndReproduceTheirProbes() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("versions", "serving.publish-every=10", "serving.keep-versions=2");
            house.produce(config.topics().readings(), SERIES, 0, 60);
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                awaitPredictions(house, config, 60);
                assertThat(job.status().state()).isEqualTo("RUNNING");
            }

            assertThat(keys(house, config, false))
                    .containsExactly("default/1", "default/2", "default/3", "default/4", "default/5");
            assertThat(keys(house, config, true)).containsExactly("default/1", "default/2", "default/3");
            for (ModelUpdate version : house.committed(config.topics().modelUpdates(), ModelUpdate.class)) {
                assertThat(version.getKind()).isEqualTo(ModelUpdateKind.VERSION);
                ByteBuffer parameters = Objects.requireNonNull(version.getParameters());
                byte[] bytes = new byte[parameters.remaining()];
                parameters.get(bytes);
                assertReproduces(version, bytes);
            }
        }
    }

    @Test
    void filesOfLargeVersionsAreDeletedWithThem() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config(
                    "files", "serving.publish-every=10", "serving.keep-versions=2", "serving.inline-limit=1 KiB");
            house.produce(config.topics().readings(), SERIES, 0, 40);
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                awaitPredictions(house, config, 40);
                assertThat(job.status().state()).isEqualTo("RUNNING");
            }
            house.produce(config.topics().readings(), SERIES, 40, 60);
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                awaitPredictions(house, config, 60);
                House.await("two files left", PATIENCE, () -> files().size() == 2);
                assertThat(job.status().state()).isEqualTo("RUNNING");
            }

            List<ModelUpdate> versions = house.committed(config.topics().modelUpdates(), ModelUpdate.class);
            assertThat(versions).extracting(ModelUpdate::getVersion).containsExactly(1L, 2L, 3L, 4L, 5L);
            for (ModelUpdate version : versions.subList(3, 5)) {
                assertThat(version.getParameters()).isNull();
                Path file = files().stream()
                        .filter(path -> path.endsWith(version.getSha256() + ".safetensors"))
                        .findFirst()
                        .orElseThrow();
                assertReproduces(version, Files.readAllBytes(file));
            }
        }
    }

    private static void assertReproduces(ModelUpdate version, byte[] parameters) {
        try (ModelVersion model = ModelVersion.open(parameters, version.getEncoding())) {
            assertThat(version.getProbes()).hasSize(3).allSatisfy(probe -> {
                float[] output = model.predict(floats(probe.getInput()));
                assertThat(output).containsExactly(floats(probe.getOutput()), Offset.offset(1e-6f));
            });
        }
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder.resolve("files-checkpoints/models"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys on the topic, in order: of tombstones or of the others. */
    private static List<String> keys(House house, StepcastConfig config, boolean tombstones) {
        return house.committed(config.topics().modelUpdates()).stream()
                .filter(record -> (record.value() == null) == tombstones)
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void awaitPredictions(House house, StepcastConfig config, int steps) throws InterruptedException {
        House.await(
                steps + " time steps predicted",
                PATIENCE,
                () -> house.count(config.topics().predictions()) >= SERIES * (steps - 1));
    }
}
