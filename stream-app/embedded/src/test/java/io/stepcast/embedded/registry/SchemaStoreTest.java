package io.stepcast.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.stepcast.embedded.registry.LogEntry.Foreign;
import io.stepcast.embedded.registry.LogEntry.LevelSet;
import io.stepcast.embedded.registry.LogEntry.ModeSet;
import io.stepcast.embedded.registry.LogEntry.SchemaRemoved;
import io.stepcast.embedded.registry.LogEntry.SchemaSet;
import io.stepcast.embedded.registry.LogEntry.SubjectDeleted;
import org.junit.jupiter.api.Test;

class SchemaStoreTest {

    private final SchemaStore store = new SchemaStore();

    @Test
    void aLaterRecordReplacesAnEarlierOneOfTheSameVersion() {
        StoredSchema first = schema("s", 1, 1);
        store.apply(new SchemaSet(first));
        store.apply(new SchemaSet(first.softDeleted()));
        assertThat(store.versions("s", Shown.LIVE)).isEmpty();
        assertThat(store.versions("s", Shown.DELETED)).containsExactly(first.softDeleted());
    }

    @Test
    void deletingASubjectSparesVersionsThatCameLater() {
        store.apply(new SchemaSet(schema("s", 1, 1)));
        store.apply(new SchemaSet(schema("s", 2, 2)));
        store.apply(new SubjectDeleted("s", 2));
        store.apply(new SchemaSet(schema("s", 3, 1)));
        assertThat(store.versions("s", Shown.LIVE)).containsExactly(schema("s", 3, 1));
        assertThat(store.versions("s", Shown.ALL)).hasSize(3);
    }

    @Test
    void aSubjectWithoutVersionsIsGone() {
        store.apply(new SchemaSet(schema("s", 1, 1)));
        store.apply(new SchemaRemoved("s", 1));
        store.apply(new SchemaRemoved("never-there", 1));
        store.apply(new SubjectDeleted("never-there", 1));
        assertThat(store.subjects(Shown.ALL)).isEmpty();
        assertThat(store.withId(1)).isEmpty();
    }

    @Test
    void anIdIsNeverGivenTwice() {
        store.apply(new SchemaSet(schema("s", 1, 5)));
        store.apply(new SchemaRemoved("s", 1));
        assertThat(store.highestId()).isEqualTo(5);
        store.apply(new Foreign(9, "a schema of type JSON"));
        assertThat(store.highestId()).isEqualTo(9);
    }

    @Test
    void levelsAndModesOfAllSubjectsAreApartFromThoseOfOne() {
        store.apply(new LevelSet(null, CompatibilityLevel.NONE));
        store.apply(new LevelSet("s", CompatibilityLevel.FULL));
        store.apply(new ModeSet("s", Mode.READONLY));
        assertThat(store.level(null)).contains(CompatibilityLevel.NONE);
        assertThat(store.level("s")).contains(CompatibilityLevel.FULL);
        assertThat(store.mode(null)).isEmpty();
        store.apply(new LevelSet("s", null));
        assertThat(store.level("s")).isEmpty();
    }

    private static StoredSchema schema(String subject, int version, int id) {
        return new StoredSchema(subject, version, id, "schema " + id, false);
    }
}
