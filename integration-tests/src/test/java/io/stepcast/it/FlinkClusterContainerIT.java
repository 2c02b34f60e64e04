package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.codec.AvroLimits;
import io.stepcast.config.StepcastConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** The job jar on a Flink session cluster of one job manager and one task manager. */
@Testcontainers(disabledWithoutDocker = true)
final class FlinkClusterContainerIT {

    private static final DockerImageName FLINK = DockerImageName.parse("flink:2.2.1-java17");
    private static final int SERIES = 2;
    private static final int STEPS = 40;

    @TempDir
    Path folder;

    @Test
    void theJobJarPredictsOnAFlinkCluster() throws Exception {
        Path jar = Path.of(System.getProperty("stepcast.job.jar"));
        assertThat(jar).as("the job jar, made by the forecast-job module").exists();
        int restPort = Ports.free();
        try (House house = House.open(folder);
                GenericContainer<?> jobManager = flink("jobmanager", restPort, jar);
                GenericContainer<?> taskManager = flink("taskmanager", restPort, jar)) {
            StepcastConfig config = house.config("cluster");
            Files.createDirectories(folder.resolve("cluster-checkpoints"));
            house.produce(config.topics().readings(), SERIES, 0, STEPS);
            jobManager.start();
            taskManager.start();
            House.await(
                    "a task manager has a slot",
                    Duration.ofMinutes(1),
                    () -> overview(restPort).contains("\"slots-available\":1"));

            ExecResult submitted = jobManager.execInContainer(
                    "/opt/flink/bin/flink",
                    "run",
                    "-d",
                    "-m",
                    "127.0.0.1:" + restPort,
                    "/opt/flink/usrlib/job.jar",
                    "--config",
                    house.configFile("cluster").toString());
            assertThat(submitted.getExitCode()).as("%s", submitted).isZero();
            House.await(
                    "all readings predicted",
                    Duration.ofMinutes(2),
                    () -> house.count(config.topics().predictions()) >= SERIES * (STEPS - 1));
            assertThat(house.count(config.topics().predictions())).isEqualTo(SERIES * (STEPS - 1));
            assertThat(overview(restPort)).contains("\"jobs-running\":1").contains("\"jobs-failed\":0");
        }
    }

    /** On the host's network, where the embedded broker and registry listen on loopback. */
    private GenericContainer<?> flink(String role, int restPort, Path jar) {
        String properties = """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.bind-host: 127.0.0.1
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %d
                rest.bind-port: %d
                taskmanager.numberOfTaskSlots: 1
                env.java.opts.all: %s
                """.formatted(restPort, restPort, String.join(" ", AvroLimits.flags()));
        return new GenericContainer<>(FLINK)
                .withNetworkMode("host")
                .withEnv("FLINK_PROPERTIES", properties)
                .withEnv("OMP_NUM_THREADS", "1")
                .withFileSystemBind(jar.toString(), "/opt/flink/usrlib/job.jar", BindMode.READ_ONLY)
                .withFileSystemBind(folder.toString(), folder.toString(), BindMode.READ_WRITE)
                .withCommand(role);
    }

    private static String overview(int restPort) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + "/overview"))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "not there yet: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
