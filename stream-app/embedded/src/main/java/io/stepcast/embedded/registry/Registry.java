package io.stepcast.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.stepcast.embedded.EmbeddedException;
import io.stepcast.embedded.registry.LogEntry.LevelSet;
import io.stepcast.embedded.registry.LogEntry.ModeSet;
import io.stepcast.embedded.registry.LogEntry.SchemaRemoved;
import io.stepcast.embedded.registry.LogEntry.SchemaSet;
import io.stepcast.embedded.registry.LogEntry.SubjectDeleted;
import io.stepcast.embedded.registry.Messages.SchemaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry's rules: what each call finds, changes or refuses.
 *
 * <p>Safe for many threads. Reading calls look at the store; a writing call first reads the topic to its end, decides, writes, and
 * returns when what it wrote has been read back. One writes at a time.
 */
public final class Registry implements AutoCloseable {

    private final SchemaStore store = new SchemaStore();
    private final SchemaLog log;

    private Registry(String bootstrapServers) {
        this.log = SchemaLog.open(bootstrapServers, store::apply);
    }

    /**
     * Reads all that was ever registered.
     *
     * @param bootstrapServers the broker that holds {@code _schemas}
     * @throws EmbeddedException when the broker can't be reached or the topic is not fit
     */
    public static Registry open(String bootstrapServers) {
        return new Registry(bootstrapServers);
    }

    @Override
    public synchronized void close() {
        log.close();
    }

    List<String> subjects(Shown shown, String prefix) {
        return store.subjects(shown).stream()
                .filter(subject -> subject.startsWith(prefix))
                .toList();
    }

    List<Integer> versions(String subject, Shown shown) {
        return numbers(requireVersions(subject, shown));
    }

    /** @param version a number or {@code latest} */
    StoredSchema version(String subject, String version, Shown shown) {
        VersionChoice wanted = VersionChoice.parse(version);
        return wanted.in(requireVersions(subject, shown)).orElseThrow(() -> Errors.versionNotFound(version));
    }

    /** The version under this subject that has exactly this schema. */
    StoredSchema lookUp(String subject, SchemaRequest request, boolean normalize, Shown shown) {
        String schema = AvroSchemas.parse(request, normalize).canonicalString();
        return find(subject, schema, shown).orElseThrow(() -> {
            requireVersions(subject, shown);
            return Errors.schemaNotFound();
        });
    }

    /** Every version of any subject with this id, soft-deleted ones included; at least one. */
    List<StoredSchema> withId(int id) {
        List<StoredSchema> found = store.withId(id);
        if (found.isEmpty()) {
            throw Errors.schemaNotFound(id);
        }
        return found;
    }

    int highestId() {
        return store.highestId();
    }

    /** The id of the schema, new or known; registering a schema a second time changes nothing. */
    int register(String subject, SchemaRequest request, boolean normalize) {
        requireSubjectName(subject);
        AvroSchema parsed = AvroSchemas.parse(request, normalize);
        String schema = parsed.canonicalString();
        Optional<StoredSchema> known = find(subject, schema, Shown.LIVE);
        return known.isPresent() ? known.get().id() : registerNew(subject, request, parsed, schema);
    }

    private synchronized int registerNew(String subject, SchemaRequest request, AvroSchema parsed, String schema) {
        log.catchUp();
        Optional<StoredSchema> known = find(subject, schema, Shown.LIVE);
        if (known.isPresent()) {
            return known.get().id();
        }
        requireWritable(subject);
        int version = nextVersion(subject);
        requireChosenHere(request, version);
        List<String> reasons =
                AvroSchemas.incompatibilities(levelInForce(subject), parsed, store.versions(subject, Shown.LIVE));
        if (!reasons.isEmpty()) {
            throw Errors.incompatible(subject, reasons);
        }
        int id = store.idOf(schema).orElseGet(() -> store.highestId() + 1);
        log.append(List.of(new SchemaSet(new StoredSchema(subject, version, id, schema, false))));
        return id;
    }

    /**
     * Why this schema may not follow the subject's versions; empty when it may.
     *
     * @param version the one version to compare with; null for as many as the level demands
     */
    List<String> incompatibilities(String subject, SchemaRequest request, boolean normalize, @Nullable String version) {
        AvroSchema parsed = AvroSchemas.parse(request, normalize);
        List<StoredSchema> earlier = store.versions(subject, Shown.LIVE);
        if (version == null) {
            return AvroSchemas.incompatibilities(levelInForce(subject), parsed, earlier);
        }
        VersionChoice wanted = VersionChoice.parse(version);
        if (earlier.isEmpty() && wanted.isLatest()) {
            return List.of();
        }
        return AvroSchemas.incompatibilities(
                levelInForce(subject), parsed, List.of(version(subject, version, Shown.LIVE)));
    }

    /** Soft: hides all live versions. Permanent: forgets all versions, which must be hidden already. Returns their numbers. */
    synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
        log.catchUp();
        List<StoredSchema> all = requireVersions(subject, Shown.ALL);
        List<StoredSchema> live = store.versions(subject, Shown.LIVE);
        requireWritable(subject);
        if (permanent) {
            if (!live.isEmpty()) {
                throw Errors.subjectNotSoftDeleted(subject);
            }
            log.append(all.stream().map(Registry::removal).toList());
            return numbers(all);
        }
        if (live.isEmpty()) {
            throw Errors.subjectSoftDeleted(subject);
        }
        List<LogEntry> entries = new ArrayList<>();
        entries.add(new SubjectDeleted(subject, live.get(live.size() - 1).version()));
        entries.addAll(forgottenSettings(subject));
        log.append(entries);
        return numbers(live);
    }

    /** Soft: hides the version. Permanent: forgets it; it must be hidden already. Returns its number. */
    synchronized int deleteVersion(String subject, String version, boolean permanent) {
        log.catchUp();
        StoredSchema found = version(subject, version, shownTo(permanent, version));
        requireWritable(subject);
        if (permanent) {
            if (!found.deleted()) {
                throw Errors.versionNotSoftDeleted(subject, found.version());
            }
            log.append(List.of(removal(found)));
            return found.version();
        }
        if (found.deleted()) {
            throw Errors.versionSoftDeleted(subject, found.version());
        }
        List<LogEntry> entries = new ArrayList<>();
        entries.add(new SchemaSet(found.softDeleted()));
        if (store.versions(subject, Shown.LIVE).size() == 1) {
            entries.addAll(forgottenSettings(subject));
        }
        log.append(entries);
        return found.version();
    }

    /** @param subject null for all subjects */
    CompatibilityLevel level(@Nullable String subject, boolean defaultToGlobal) {
        if (subject == null || defaultToGlobal) {
            return levelInForce(subject);
        }
        return store.level(subject).orElseThrow(() -> Errors.noSubjectLevel(subject));
    }

    synchronized void setLevel(@Nullable String subject, CompatibilityLevel level) {
        log.catchUp();
        requireWritable(subject);
        log.append(List.of(new LevelSet(subject, level)));
    }

    /** Takes the level back and returns what it was. */
    synchronized CompatibilityLevel deleteLevel(@Nullable String subject) {
        log.catchUp();
        CompatibilityLevel before = level(subject, false);
        requireWritable(subject);
        log.append(List.of(new LevelSet(subject, null)));
        return before;
    }

    /** @param subject null for all subjects */
    Mode mode(@Nullable String subject, boolean defaultToGlobal) {
        if (subject == null || defaultToGlobal) {
            return modeInForce(subject);
        }
        return store.mode(subject).orElseThrow(() -> Errors.noSubjectMode(subject));
    }

    synchronized void setMode(@Nullable String subject, Mode mode) {
        log.catchUp();
        log.append(List.of(new ModeSet(subject, mode)));
    }

    /** Takes the mode back and returns what it was. */
    synchronized Mode deleteMode(@Nullable String subject) {
        log.catchUp();
        Mode before = mode(subject, false);
        log.append(List.of(new ModeSet(subject, null)));
        return before;
    }

    private List<StoredSchema> requireVersions(String subject, Shown shown) {
        List<StoredSchema> versions = store.versions(subject, shown);
        if (versions.isEmpty()) {
            throw Errors.subjectNotFound(subject);
        }
        return versions;
    }

    /** The newest version of the subject with this canonical text. */
    private Optional<StoredSchema> find(String subject, String schema, Shown shown) {
        return store.versions(subject, shown).stream()
                .filter(stored -> stored.schema().equals(schema))
                .reduce((older, newer) -> newer);
    }

    private int nextVersion(String subject) {
        List<StoredSchema> all = store.versions(subject, Shown.ALL);
        return all.isEmpty() ? 1 : all.get(all.size() - 1).version() + 1;
    }

    private CompatibilityLevel levelInForce(@Nullable String subject) {
        return store.level(subject).or(() -> store.level(null)).orElse(CompatibilityLevel.BACKWARD);
    }

    private Mode modeInForce(@Nullable String subject) {
        return store.mode(subject).or(() -> store.mode(null)).orElse(Mode.READWRITE);
    }

    private void requireWritable(@Nullable String subject) {
        if (modeInForce(subject) == Mode.READONLY) {
            throw Errors.readOnly(subject);
        }
    }

    private static void requireSubjectName(String subject) {
        if (subject.isBlank() || subject.chars().anyMatch(Character::isISOControl)) {
            throw Errors.invalidSubject(subject);
        }
    }

    private static void requireChosenHere(SchemaRequest request, int nextVersion) {
        if (request.id() != null && request.id() > 0) {
            throw Errors.idGiven();
        }
        if (request.version() != null && request.version() > 0 && request.version() != nextVersion) {
            throw Errors.invalidSchema(
                    "The schema's version must be the next one, " + nextVersion + ", got " + request.version() + ".");
        }
    }

    /** A subject of which nothing is left to see keeps no level and no mode of its own. */
    private List<LogEntry> forgottenSettings(String subject) {
        List<LogEntry> entries = new ArrayList<>();
        store.level(subject).ifPresent(level -> entries.add(new LevelSet(subject, null)));
        store.mode(subject).ifPresent(mode -> entries.add(new ModeSet(subject, null)));
        return entries;
    }

    private static Shown shownTo(boolean permanent, String version) {
        return VersionChoice.parse(version).isLatest() && !permanent ? Shown.LIVE : Shown.ALL;
    }

    private static LogEntry removal(StoredSchema schema) {
        return new SchemaRemoved(schema.subject(), schema.version());
    }

    private static List<Integer> numbers(List<StoredSchema> versions) {
        return versions.stream().map(StoredSchema::version).toList();
    }
}
