package io.stepcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.rest.RestService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker and the registry in a JVM of their own. */
class EmbeddedMainTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedSurvivesAKillAndAnEndOfInputStops() throws Exception {
        int id;
        try (Child killed = Child.start(folder.toString(), "0", "0")) {
            Topic.create(killed.bootstrap(), "readings").send("a", "b");
            try (RestService rest = new RestService(killed.registry())) {
                id = rest.registerSchema(Schemas.ONE_FIELD, "readings-value");
            }
            killed.process().destroyForcibly().waitFor();
        }
        try (Child again = Child.start(folder.toString(), "0", "0");
                RestService rest = new RestService(again.registry())) {
            assertThat(new Topic(again.bootstrap(), "readings").readCommitted()).containsExactly("a", "b");
            assertThat(rest.getLatestVersion("readings-value").getId()).isEqualTo(id);
            again.process().getOutputStream().close();
            assertThat(again.process().waitFor()).isZero();
        }
    }

    @Test
    void wrongArgumentsAreStatusTwo() throws Exception {
        try (Child child = Child.start("folder", "0")) {
            assertThat(child.process().waitFor()).isEqualTo(2);
            assertThat(child.line()).startsWith("Usage: EmbeddedMain FOLDER BROKER_PORT REGISTRY_PORT");
        }
    }

    @Test
    void whatCannotStartIsOneSentenceAndStatusOne() throws Exception {
        try (EmbeddedBroker held = EmbeddedBroker.start(folder, 0);
                Child child = Child.start(folder.toString(), "0", "0")) {
            assertThat(held.failure()).isEmpty();
            assertThat(child.process().waitFor()).isEqualTo(1);
            assertThat(child.line())
                    .isEqualTo("The folder " + folder
                            + " is held by another running broker: stop that one or choose another folder.");
        }
    }

    /** @param line the first line that is not a log line */
    private record Child(Process process, String line) implements AutoCloseable {

        static Child start(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path", ""),
                    "-Dlog4j2.level=OFF",
                    EmbeddedMain.class.getName()));
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            while (line != null && line.matches("\\d\\d:.*")) {
                line = output.readLine();
            }
            return new Child(process, String.valueOf(line));
        }

        String bootstrap() {
            assertThat(line).matches("ready bootstrap=127\\.0\\.0\\.1:\\d+ registry=http://127\\.0\\.0\\.1:\\d+");
            return line.replaceAll(".*bootstrap=(\\S+).*", "$1");
        }

        String registry() {
            return line.replaceAll(".*registry=(\\S+).*", "$1");
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
