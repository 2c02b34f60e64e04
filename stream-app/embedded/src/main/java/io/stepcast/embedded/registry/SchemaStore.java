package io.stepcast.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.stepcast.embedded.registry.LogEntry.Foreign;
import io.stepcast.embedded.registry.LogEntry.LevelSet;
import io.stepcast.embedded.registry.LogEntry.ModeSet;
import io.stepcast.embedded.registry.LogEntry.SchemaRemoved;
import io.stepcast.embedded.registry.LogEntry.SchemaSet;
import io.stepcast.embedded.registry.LogEntry.SubjectDeleted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the log adds up to: the versions of every subject, the levels and the modes.
 *
 * <p>Changed by {@link #apply} alone, so the same log always gives the same store. Safe for many threads. Lookups scan: a
 * development registry holds hundreds of schemas, not millions.
 */
final class SchemaStore {

    private static final String ALL_SUBJECTS = "";

    private final Map<String, TreeMap<Integer, StoredSchema>> subjects = new TreeMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();
    private final Map<String, Mode> modes = new HashMap<>();
    private int highestId;

    synchronized void apply(LogEntry entry) {
        if (entry instanceof SchemaSet set) {
            StoredSchema schema = set.schema();
            highestId = Math.max(highestId, schema.id());
            subjects.computeIfAbsent(schema.subject(), subject -> new TreeMap<>())
                    .put(schema.version(), schema);
        } else if (entry instanceof SchemaRemoved removed) {
            remove(removed.subject(), removed.version());
        } else if (entry instanceof SubjectDeleted deleted) {
            softDelete(deleted.subject(), deleted.upToVersion());
        } else if (entry instanceof LevelSet set) {
            replace(levels, set.subject(), set.level());
        } else if (entry instanceof ModeSet set) {
            replace(modes, set.subject(), set.mode());
        } else if (entry instanceof Foreign foreign) {
            highestId = Math.max(highestId, foreign.id());
        }
    }

    /** The names of the subjects that have at least one version shown, in order. */
    synchronized List<String> subjects(Shown shown) {
        return subjects.entrySet().stream()
                .filter(subject -> subject.getValue().values().stream().anyMatch(shown::includes))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The versions of a subject, oldest first; empty for an unknown subject. */
    synchronized List<StoredSchema> versions(String subject, Shown shown) {
        return subjects.getOrDefault(subject, new TreeMap<>()).values().stream()
                .filter(shown::includes)
                .toList();
    }

    /** Every version of any subject that has this schema id. */
    synchronized List<StoredSchema> withId(int id) {
        return all().filter(schema -> schema.id() == id).toList();
    }

    /** The id of a canonical schema text, deleted or not. */
    synchronized Optional<Integer> idOf(String schema) {
        return all().filter(stored -> stored.schema().equals(schema))
                .map(StoredSchema::id)
                .findFirst();
    }

    /** The highest id ever seen in the log, 0 before the first. */
    synchronized int highestId() {
        return highestId;
    }

    /** @param subject null for the level of all subjects */
    synchronized Optional<CompatibilityLevel> level(@Nullable String subject) {
        return Optional.ofNullable(levels.get(key(subject)));
    }

    /** @param subject null for the mode of all subjects */
    synchronized Optional<Mode> mode(@Nullable String subject) {
        return Optional.ofNullable(modes.get(key(subject)));
    }

    private void remove(String subject, int version) {
        TreeMap<Integer, StoredSchema> versions = subjects.getOrDefault(subject, new TreeMap<>());
        versions.remove(version);
        if (versions.isEmpty()) {
            subjects.remove(subject);
        }
    }

    private void softDelete(String subject, int upToVersion) {
        subjects.getOrDefault(subject, new TreeMap<>())
                .headMap(upToVersion, true)
                .replaceAll((version, schema) -> schema.softDeleted());
    }

    private Stream<StoredSchema> all() {
        return subjects.values().stream().flatMap(versions -> versions.values().stream());
    }

    private static <T> void replace(Map<String, T> map, @Nullable String subject, @Nullable T value) {
        if (value == null) {
            map.remove(key(subject));
        } else {
            map.put(key(subject), value);
        }
    }

    private static String key(@Nullable String subject) {
        return subject == null ? ALL_SUBJECTS : subject;
    }
}
