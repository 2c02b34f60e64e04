package io.stepcast.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Flink session cluster of one job manager and task managers with one slot each, every one a process of its own. Its class path
 * holds nothing of the house: the job comes from its jar. Without high availability: a new job manager knows nothing of old jobs. A
 * task manager that ends is replaced, as whatever runs them in earnest would: Flink's now and then end themselves when another is lost.
 */
final class FlinkCluster implements AutoCloseable {

    private static final String JAR = "stepcast-job.jar";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What is in the job's jar, and what no Flink has in its lib folder. */
    private static final List<String> NOT_FLINKS = List.of(
            "stepcast",
            "target/classes",
            "test-classes",
            "kafka",
            "avro",
            "nd4j",
            "openblas",
            "javacpp",
            "junit",
            "assertj",
            "testcontainers",
            "archunit");

    private final Path folder;
    private final Path log;
    private final int restPort;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final TreeMap<String, ChildJvm> taskManagers = new TreeMap<>();
    private final Thread supervisor = new Thread(this::supervise, "supervisor");
    private ChildJvm jobManager;
    private int started;
    private int endedByThemselves;

    private FlinkCluster(Path folder, Path jobJar) throws IOException {
        this.folder = folder;
        log = folder.resolve("flink.log");
        restPort = Ports.free();
        Path jars = Files.createDirectories(folder.resolve("upload/flink-web-upload"));
        Files.createSymbolicLink(jars.resolve(JAR), jobJar);
        Files.writeString(folder.resolve("config.yaml"), settings(Ports.free()));
        Files.writeString(folder.resolve("log4j2.properties"), """
                appender.c.type=Console
                appender.c.name=c
                appender.c.layout.type=PatternLayout
                appender.c.layout.pattern=%d{HH:mm:ss.SSS} %pid %-5p %c{1} %m%n%xEx{30}
                rootLogger.level=INFO
                rootLogger.appenderRef.c.ref=c
                logger.kafka.name=org.apache.kafka
                logger.kafka.level=WARN
                """);
        jobManager = launchJobManager();
    }

    /** @param jobJar the shaded jar of the job, which {@link #submit} runs */
    static FlinkCluster start(Path folder, Path jobJar, int taskManagers) throws IOException {
        FlinkCluster cluster = new FlinkCluster(Files.createDirectories(folder), jobJar);
        for (int i = 0; i < taskManagers; i++) {
            cluster.startTaskManager();
        }
        cluster.supervisor.setDaemon(true);
        cluster.supervisor.start();
        return cluster;
    }

    private String settings(int rpcPort) {
        return """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.rpc.port: %d
                jobmanager.bind-host: 127.0.0.1
                jobmanager.memory.heap.size: 256m
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %d
                rest.bind-port: %d
                web.upload.dir: %s
                io.tmp.dirs: %s
                taskmanager.numberOfTaskSlots: 1
                taskmanager.cpu.cores: 1.0
                taskmanager.memory.task.heap.size: 256m
                taskmanager.memory.task.off-heap.size: 64m
                taskmanager.memory.network.min: 32m
                taskmanager.memory.network.max: 32m
                taskmanager.memory.managed.size: 16m
                taskmanager.memory.framework.heap.size: 64m
                taskmanager.memory.framework.off-heap.size: 64m
                taskmanager.memory.jvm-metaspace.size: 256m
                taskmanager.memory.jvm-overhead.min: 64m
                taskmanager.memory.jvm-overhead.max: 64m
                heartbeat.interval: 1 s
                heartbeat.timeout: 6 s
                cluster.registration.error-delay: 500 ms
                cluster.registration.refused-registration-delay: 1 s
                cluster.registration.max-timeout: 2 s
                """.formatted(rpcPort, restPort, restPort, folder.resolve("upload"), folder.resolve("tmp"));
    }

    /** SIGKILL. */
    void killJobManager() throws InterruptedException {
        jobManager.kill();
    }

    /** A new one at the address of the old one; the task managers find it. */
    void startJobManager() throws IOException {
        jobManager = launchJobManager();
    }

    /** SIGKILL, and another comes in its place. */
    synchronized void replaceTaskManager(String id) throws IOException, InterruptedException {
        ChildJvm killed = taskManagers.remove(id);
        if (killed != null) { // else it has just ended by itself, and was replaced
            killed.kill();
            startTaskManager();
        }
    }

    private void supervise() {
        try {
            while (true) {
                Thread.sleep(500);
                replaceEnded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void replaceEnded() throws IOException {
        int before = taskManagers.size();
        taskManagers.values().removeIf(taskManager -> !taskManager.isAlive());
        for (int ended = taskManagers.size(); ended < before; ended++) {
            endedByThemselves++;
            startTaskManager();
        }
    }

    /** How many task managers ended without being killed. */
    synchronized int endedByThemselves() {
        return endedByThemselves;
    }

    /** The task managers whose slot is taken; all when the job manager doesn't say. */
    List<String> busyTaskManagers() throws InterruptedException {
        JsonNode answer = ask("/taskmanagers");
        synchronized (this) {
            List<String> busy = taskManagers.keySet().stream()
                    .filter(id -> answer != null && hasNoFreeSlot(answer, id))
                    .toList();
            return busy.isEmpty() ? List.copyOf(taskManagers.keySet()) : busy;
        }
    }

    private static boolean hasNoFreeSlot(JsonNode answer, String id) {
        for (JsonNode taskManager : answer.path("taskmanagers")) {
            if (taskManager.path("id").asText().equals(id)) {
                return taskManager.path("freeSlots").asInt(1) == 0;
            }
        }
        return false;
    }

    /** Runs the job's jar, as soon as there are slots; a job that is there already is left alone. */
    void submit(Path config, int slots, List<String> settings, @Nullable Path checkpoint) throws InterruptedException {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode arguments =
                request.putArray("programArgsList").add("--config").add(config.toString());
        settings.forEach(setting -> arguments.add("--set").add(setting));
        if (checkpoint != null) {
            request.put("savepointPath", checkpoint.toUri().toString());
        }
        House.await(slots + " slots", PATIENCE, () -> {
            JsonNode overview = ask("/overview");
            return overview != null && overview.path("slots-total").asInt() >= slots;
        });
        House.await("the job is submitted; see " + log, PATIENCE, () -> {
            JsonNode jobs = ask("/jobs");
            if (jobs == null || !jobs.path("jobs").isEmpty()) {
                return jobs != null;
            }
            JsonNode answer = send(HttpRequest.newBuilder(uri("/jars/" + JAR + "/run"))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(request.toString())));
            return answer != null && answer.has("jobid");
        });
    }

    @Override
    public void close() throws InterruptedException {
        supervisor.interrupt();
        supervisor.join();
        jobManager.kill();
        for (ChildJvm taskManager : taskManagers.values()) {
            taskManager.kill();
        }
    }

    private ChildJvm launchJobManager() throws IOException {
        return launch("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", "-Xmx256m", List.of());
    }

    private synchronized void startTaskManager() throws IOException {
        String id = "taskmanager-" + ++started;
        taskManagers.put(
                id,
                launch(
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        "-Xmx320m",
                        List.of("-D", "taskmanager.resource-id=" + id)));
    }

    private ChildJvm launch(String mainClass, String heap, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--configDir", folder.toString()));
        arguments.addAll(more);
        return ChildJvm.start(
                List.of(
                        heap,
                        "-XX:MaxDirectMemorySize=192m",
                        "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties"),
                        "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp"))),
                classPath(),
                mainClass,
                arguments,
                log);
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> NOT_FLINKS.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + restPort + path);
    }

    /** The answer, or null when there is none. */
    private @Nullable JsonNode ask(String path) {
        return send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)));
    }

    private @Nullable JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                Files.writeString(
                        log,
                        "answer " + response.statusCode() + ": " + response.body() + "\n",
                        StandardOpenOption.APPEND);
                return null;
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Flink", e);
        }
    }
}
