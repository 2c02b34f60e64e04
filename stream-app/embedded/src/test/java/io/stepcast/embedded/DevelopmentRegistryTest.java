package io.stepcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry as Confluent's own Java client sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevelopmentRegistryTest {

    private static final Map<String, String> NO_HEADERS = Map.of();

    private final EmbeddedBroker broker;
    private final DevelopmentRegistry registry;
    private final RestService rest;

    DevelopmentRegistryTest(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
        registry = DevelopmentRegistry.start(broker.bootstrapServers(), 0);
        rest = new RestService(registry.url());
    }

    @AfterAll
    void stop() throws IOException {
        rest.close();
        registry.close();
        broker.close();
    }

    @Test
    void whatIsRegisteredIsFoundByIdByVersionAndBySchema() throws Exception {
        String subject = "found-value";
        int first = rest.registerSchema(Schemas.ONE_FIELD, subject);
        int second = rest.registerSchema(Schemas.WITH_DEFAULT, subject);
        assertThat(second).isGreaterThan(first);
        assertThat(rest.getId(first).getSchemaString()).isEqualTo(Schemas.ONE_FIELD);
        assertThat(rest.getId(first, subject, true).getMaxId()).isGreaterThanOrEqualTo(second);
        assertThat(rest.getOnlySchemaById(first)).isEqualTo(Schemas.ONE_FIELD);
        assertThat(rest.getVersion(subject, 1).getId()).isEqualTo(first);
        assertThat(rest.getVersionSchemaOnly(subject, 1)).isEqualTo(Schemas.ONE_FIELD);
        assertThat(rest.getLatestVersion(subject).getVersion()).isEqualTo(2);
        assertThat(rest.getLatestVersionSchemaOnly(subject)).isEqualTo(Schemas.WITH_DEFAULT);
        assertThat(rest.lookUpSubjectVersion(Schemas.ONE_FIELD, subject).getVersion())
                .isEqualTo(1);
        assertThat(rest.getAllVersions(subject)).containsExactly(1, 2);
        assertThat(rest.getAllSubjects()).contains(subject);
        assertThat(rest.getAllSubjectsById(second)).contains(subject);
        assertThat(rest.getAllVersionsById(second)).contains(new SubjectVersion(subject, 2));
        assertThat(rest.getSchemaTypes()).containsExactly("AVRO");
    }

    @Test
    void theCachingClientRegistersAndReads() throws Exception {
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            AvroSchema schema = new AvroSchema(Schemas.distinct("Cached"));
            int id = client.register("cached-value", schema);
            client.reset();
            assertThat(client.getSchemaById(id)).isEqualTo(schema);
            assertThat(client.getId("cached-value", schema)).isEqualTo(id);
            assertThat(client.getVersion("cached-value", schema)).isEqualTo(1);
            assertThat(client.getLatestSchemaMetadata("cached-value").getId()).isEqualTo(id);
            assertThat(client.testCompatibility("cached-value", schema)).isTrue();
        }
    }

    @Test
    void aSchemaHasOneIdUnderAllSubjectsAndRegisteringAgainChangesNothing() throws Exception {
        String schema = Schemas.distinct("Shared");
        int id = rest.registerSchema(schema, "shared-1");
        assertThat(rest.registerSchema(schema, "shared-2")).isEqualTo(id);
        assertThat(rest.registerSchema("  " + schema, "shared-1")).isEqualTo(id);
        assertThat(rest.getAllVersions("shared-1")).containsExactly(1);
    }

    @Test
    void registeringAtOnceGivesOneIdAndOneVersion() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String subject = "at-once-" + i % 3;
                tasks.add(() -> rest.registerSchema(Schemas.distinct("AtOnce"), subject));
            }
            List<Integer> ids = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(tasks)) {
                ids.add(each.get());
            }
            assertThat(ids).hasSize(24).containsOnly(ids.get(0));
            assertThat(rest.getAllVersions("at-once-0")).containsExactly(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aSubjectMayHoldAnyCharactersOfAName() throws Exception {
        String subject = "a/b c+d%?x=y:z";
        int id = rest.registerSchema(Schemas.distinct("Odd"), subject);
        assertThat(rest.getLatestVersion(subject).getSubject()).isEqualTo(subject);
        assertThat(rest.getAllSubjectsById(id)).containsExactly(subject);
    }

    @Test
    void whatIsNotThereHasItsOwnCodes() throws Exception {
        rest.registerSchema(Schemas.ONE_FIELD, "codes");
        refused(404, 40401, "Subject 'nobody' not found.", () -> rest.getLatestVersion("nobody"));
        refused(404, 40401, "Subject 'nobody'", () -> rest.getAllVersions("nobody"));
        refused(404, 40401, "Subject 'nobody'", () -> rest.lookUpSubjectVersion(Schemas.ONE_FIELD, "nobody"));
        refused(404, 40402, "Version 7 not found.", () -> rest.getVersion("codes", 7));
        refused(404, 40403, "Schema not found.", () -> rest.lookUpSubjectVersion(Schemas.OTHER_TYPE, "codes"));
        refused(404, 40403, "Schema 99999 not found.", () -> rest.getId(99_999));
        refused(404, 40408, "no compatibility level of its own", () -> rest.getConfig("codes"));
        refused(404, 40409, "no mode of its own", () -> rest.getMode("codes"));
        refused(422, 42202, "got '0'", () -> rest.getVersion("codes", 0));
        refused(422, 42201, "invalid Avro schema", () -> rest.registerSchema("{\"type\":\"nonsense\"}", "codes"));
        refused(422, 42203, "got 'SIDEWAYS'", () -> rest.updateCompatibility("SIDEWAYS", "codes"));
        refused(422, 42204, "got 'IMPORT'", () -> rest.setMode("IMPORT", "codes"));
        refused(422, 42205, "can't be given", () -> rest.registerSchema(Schemas.WITH_DEFAULT, "codes", 2, 77));
        refused(422, 42208, "control characters", () -> rest.registerSchema(Schemas.ONE_FIELD, "tab\there"));
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithTheReason() throws Exception {
        String subject = "evolving-value";
        rest.registerSchema(Schemas.ONE_FIELD, subject);
        refused(
                409,
                409,
                "incompatible with an earlier schema for subject \"evolving-value\"",
                () -> rest.registerSchema(Schemas.WITHOUT_DEFAULT, subject));
        refused(
                409,
                409,
                "READER_FIELD_MISSING_DEFAULT_VALUE",
                () -> rest.registerSchema(Schemas.WITHOUT_DEFAULT, subject));
        assertThat(rest.getAllVersions(subject)).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, true, true",
        "BACKWARD, false, true",
        "BACKWARD_TRANSITIVE, false, true",
        "FORWARD, true, true",
        "FORWARD_TRANSITIVE, true, true",
        "FULL, false, true",
        "FULL_TRANSITIVE, false, true",
    })
    void aLevelDecidesWhatMayFollow(String level, boolean withoutDefault, boolean withDefault) throws Exception {
        String subject = "level-" + level;
        rest.registerSchema(Schemas.ONE_FIELD, subject);
        assertThat(rest.updateCompatibility(level, subject).getCompatibilityLevel())
                .isEqualTo(level);
        assertThat(rest.getConfig(subject).getCompatibilityLevel()).isEqualTo(level);
        assertThat(rest.testCompatibility(Schemas.WITHOUT_DEFAULT, subject, "latest")
                        .isEmpty())
                .isEqualTo(withoutDefault);
        assertThat(rest.testCompatibility(Schemas.WITH_DEFAULT, subject, "1").isEmpty())
                .isEqualTo(withDefault);
        assertThat(rest.testCompatibility(Schemas.OTHER_TYPE, subject, true).isEmpty())
                .isEqualTo(level.equals("NONE"));
    }

    @Test
    void onlyATransitiveLevelLooksFurtherBackThanTheLastVersion() throws Exception {
        String subject = "transitive";
        rest.updateCompatibility("NONE", subject);
        rest.registerSchema(Schemas.OTHER_TYPE, subject);
        rest.registerSchema(Schemas.ONE_FIELD, subject);
        rest.updateCompatibility("BACKWARD_TRANSITIVE", subject);
        refused(409, 409, "TYPE_MISMATCH", () -> rest.registerSchema(Schemas.WITH_DEFAULT, subject));
        rest.updateCompatibility("BACKWARD", subject);
        rest.registerSchema(Schemas.WITH_DEFAULT, subject);
    }

    @Test
    void aCompatibilityTestSaysWhyWhenAsked() throws Exception {
        String subject = "verbose";
        assertThat(rest.testCompatibility(Schemas.ONE_FIELD, subject, "latest")).isEmpty();
        rest.registerSchema(Schemas.ONE_FIELD, subject);
        assertThat(rest.testCompatibility(Schemas.OTHER_TYPE, "AVRO", List.of(), subject, "latest", true)
                        .toString())
                .contains("TYPE_MISMATCH", "/fields/0/type");
        refused(404, 40402, "Version 9", () -> rest.testCompatibility(Schemas.ONE_FIELD, subject, "9"));
        refused(404, 40401, "Subject 'nobody'", () -> rest.testCompatibility(Schemas.ONE_FIELD, "nobody", "1"));
    }

    @Test
    void theLevelOfAllSubjectsHoldsWhereThereIsNoOther() throws Exception {
        String subject = "follows-all";
        rest.registerSchema(Schemas.ONE_FIELD, subject);
        assertThat(rest.getConfig(null).getCompatibilityLevel()).isEqualTo("BACKWARD");
        rest.updateCompatibility("NONE", null);
        try {
            assertThat(rest.getConfig(NO_HEADERS, subject, true).getCompatibilityLevel())
                    .isEqualTo("NONE");
            rest.updateCompatibility("FULL", subject);
            assertThat(rest.getConfig(NO_HEADERS, subject, true).getCompatibilityLevel())
                    .isEqualTo("FULL");
            assertThat(rest.deleteConfig(subject).getCompatibilityLevel()).isEqualTo("FULL");
            refused(404, 40408, "'follows-all'", () -> rest.deleteConfig(subject));
            rest.registerSchema(Schemas.OTHER_TYPE, subject);
        } finally {
            assertThat(rest.deleteConfig(null).getCompatibilityLevel()).isEqualTo("NONE");
        }
        assertThat(rest.getConfig(null).getCompatibilityLevel()).isEqualTo("BACKWARD");
    }

    @Test
    void aReadOnlySubjectIsNotChanged() throws Exception {
        String subject = "read-only";
        int id = rest.registerSchema(Schemas.ONE_FIELD, subject);
        assertThat(rest.getMode().getMode()).isEqualTo("READWRITE");
        rest.setMode("READONLY", subject);
        assertThat(rest.getMode(subject).getMode()).isEqualTo("READONLY");
        assertThat(rest.registerSchema(Schemas.ONE_FIELD, subject)).isEqualTo(id);
        refused(422, 42205, "READONLY", () -> rest.registerSchema(Schemas.WITH_DEFAULT, subject));
        refused(422, 42205, "READONLY", () -> rest.updateCompatibility("NONE", subject));
        refused(422, 42205, "READONLY", () -> rest.deleteSubject(NO_HEADERS, subject));
        rest.setMode("READWRITE", subject);
        rest.registerSchema(Schemas.WITH_DEFAULT, subject);
    }

    @Test
    void aVersionIsDeletedInTwoSteps() throws Exception {
        String subject = "two-steps";
        int id = rest.registerSchema(Schemas.ONE_FIELD, subject);
        rest.registerSchema(Schemas.WITH_DEFAULT, subject);
        refused(404, 40402, "Version 5", () -> rest.deleteSchemaVersion(NO_HEADERS, subject, "5"));
        refused(404, 40407, "must be soft deleted", () -> rest.deleteSchemaVersion(NO_HEADERS, subject, "1", true));
        assertThat(rest.deleteSchemaVersion(NO_HEADERS, subject, "1")).isEqualTo(1);
        refused(404, 40406, "was soft deleted", () -> rest.deleteSchemaVersion(NO_HEADERS, subject, "1"));
        assertThat(rest.getAllVersions(subject)).containsExactly(2);
        assertThat(rest.getAllVersions(NO_HEADERS, subject, true)).containsExactly(1, 2);
        assertThat(rest.getDeletedOnlyVersions(subject)).containsExactly(1);
        refused(404, 40402, "Version 1", () -> rest.getVersion(subject, 1));
        assertThat(rest.getVersion(subject, 1, true).getId()).isEqualTo(id);
        assertThat(rest.getId(id).getSchemaString()).isEqualTo(Schemas.ONE_FIELD);
        assertThat(rest.deleteSchemaVersion(NO_HEADERS, subject, "1", true)).isEqualTo(1);
        refused(404, 40402, "Version 1", () -> rest.getVersion(subject, 1, true));
    }

    @Test
    void aSubjectIsDeletedInTwoStepsAndComesBackWithItsId() throws Exception {
        String subject = "comes-back";
        String schema = Schemas.distinct("ComesBack");
        int id = rest.registerSchema(schema, subject);
        rest.updateCompatibility("NONE", subject);
        refused(404, 40401, "'nobody'", () -> rest.deleteSubject(NO_HEADERS, "nobody"));
        refused(404, 40405, "must be soft deleted", () -> rest.deleteSubject(NO_HEADERS, subject, true));
        assertThat(rest.deleteSubject(NO_HEADERS, subject)).containsExactly(1);
        refused(404, 40404, "was soft deleted", () -> rest.deleteSubject(NO_HEADERS, subject));
        refused(404, 40401, "'comes-back'", () -> rest.getLatestVersion(subject));
        refused(404, 40408, "'comes-back'", () -> rest.getConfig(subject));
        assertThat(rest.getAllSubjects()).doesNotContain(subject);
        assertThat(rest.getAllSubjects(true)).contains(subject);
        assertThat(rest.lookUpSubjectVersion(schema, subject, true).getVersion())
                .isEqualTo(1);
        assertThat(rest.registerSchema(schema, subject)).isEqualTo(id);
        assertThat(rest.getLatestVersion(subject).getVersion()).isEqualTo(2);
        rest.deleteSubject(NO_HEADERS, subject);
        assertThat(rest.deleteSubject(NO_HEADERS, subject, true)).containsExactly(1, 2);
        refused(404, 40403, "Schema " + id, () -> rest.getId(id));
        assertThat(rest.registerSchema(schema, subject)).isGreaterThan(id);
        assertThat(rest.getLatestVersion(subject).getVersion()).isEqualTo(1);
    }

    @Test
    void aRegistryOnTheSameTopicKnowsTheSame() throws Exception {
        String subject = "restarted";
        String gone = "gone";
        int id = rest.registerSchema(Schemas.ONE_FIELD, subject);
        rest.registerSchema(Schemas.WITH_DEFAULT, subject);
        rest.updateCompatibility("FULL", subject);
        rest.deleteSchemaVersion(NO_HEADERS, subject, "1");
        rest.registerSchema(Schemas.ONE_FIELD, gone);
        rest.deleteSubject(NO_HEADERS, gone);
        rest.setMode("READONLY", subject);
        int highest = rest.registerSchema(Schemas.distinct("Highest"), "highest");
        rest.deleteSubject(NO_HEADERS, "highest");
        rest.deleteSubject(NO_HEADERS, "highest", true);
        try (DevelopmentRegistry second = DevelopmentRegistry.start(broker.bootstrapServers(), 0);
                RestService other = new RestService(second.url())) {
            assertThat(other.getAllSubjects(true)).isEqualTo(rest.getAllSubjects(true));
            assertThat(other.getAllVersions(subject)).containsExactly(2);
            assertThat(other.getVersion(subject, 1, true).getId()).isEqualTo(id);
            assertThat(other.getConfig(subject).getCompatibilityLevel()).isEqualTo("FULL");
            assertThat(other.getMode(subject).getMode()).isEqualTo("READONLY");
            refused(404, 40401, "'gone'", () -> other.getLatestVersion(gone));
            assertThat(other.registerSchema(Schemas.distinct("AfterRestart"), "after"))
                    .isGreaterThan(highest);
            assertThat(rest.registerSchema(Schemas.distinct("AfterOther"), "after-other"))
                    .isGreaterThan(highest + 1);
        }
    }

    @Test
    void startingWithoutABrokerSaysSo() {
        assertThatThrownBy(() -> DevelopmentRegistry.start("no-colon", 0))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContainingAll("The registry can't use the broker at no-colon", "no-colon");
    }

    @Test
    void aPortInUseIsNamed() {
        int port = Integer.parseInt(registry.url().replaceAll(".*:", ""));
        assertThatThrownBy(() -> DevelopmentRegistry.start(broker.bootstrapServers(), port))
                .isInstanceOf(EmbeddedException.class)
                .hasMessage("The registry can't listen on 127.0.0.1:%1$d: port %1$d is already in use.", port);
    }

    private static void refused(int status, int code, String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RestClientException.class, refusal -> {
            assertThat(refusal.getStatus()).isEqualTo(status);
            assertThat(refusal.getErrorCode()).isEqualTo(code);
            assertThat(refusal).hasMessageContaining(words);
        });
    }
}
