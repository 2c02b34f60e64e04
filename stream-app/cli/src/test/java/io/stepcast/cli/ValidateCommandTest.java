package io.stepcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    @TempDir
    private Path folder;

    private String file = "";

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("stepcast.yaml"), """
                        kafka: {bootstrap.servers: "kafka:9092"}
                        registry: {url: "http://registry:8081"}
                        topics: {prefix: weather}
                        series: {features: [warm], step: 1 s}
                        delivery: {checkpoint-dir: /var/stepcast}
                        """).toString();
    }

    @Test
    void validFilesAreShownResolvedWithWarnings() {
        CommandRun run = CommandRun.of("validate", file, "--set", "kafka.bootstrap.server=x");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("topics.readings +weather.readings")
                .contains("warning: with delivery.guarantee exactly-once a prediction becomes visible")
                .contains("warning: 'kafka.bootstrap.server' is no property that Kafka's clients know")
                .endsWith("is valid, with 2 warnings." + System.lineSeparator());
    }

    @Test
    void allProblemsAreListedAndExitCodeIsTwo() {
        CommandRun run = CommandRun.of("validate", file, "--set", "model.windw=1", "--set", "model.hidden=0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        file + " can't be used, 2 problems:",
                        "  - unknown key 'model.windw' (--set): did you mean 'window'?",
                        "  - 'model.hidden' (--set) must be a whole number from 1 to 1024, got '0'");
    }

    @Test
    void jsonHoldsTheSame() throws IOException {
        ObjectMapper mapper = new ObjectMapper();

        CommandRun right = CommandRun.of("validate", file, "-o", "json");
        CommandRun wrong = CommandRun.of("validate", file, "-o", "json", "--set", "model.hidden=0");

        JsonNode valid = mapper.readTree(right.out());
        assertThat(valid.get("valid").asBoolean()).isTrue();
        assertThat(valid.get("warnings")).hasSize(1);
        assertThat(valid.get("configuration").get("model.window").asText()).isEqualTo("8");
        JsonNode invalid = mapper.readTree(wrong.out());
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(invalid.get("valid").asBoolean()).isFalse();
        assertThat(invalid.get("problems")).hasSize(1);
    }

    @Test
    void missingFilesAreOneProblem() {
        CommandRun run = CommandRun.of("validate", folder.resolve("none.yaml").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("none.yaml can't be used, 1 problem:").contains("there is no such file");
    }
}
