package io.stepcast.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import org.jspecify.annotations.Nullable;

/** What one record of the topic says. A null subject stands for all subjects. */
sealed interface LogEntry {

    /** A version of a subject, live or soft-deleted; replaces what was said of it before. */
    record SchemaSet(StoredSchema schema) implements LogEntry {}

    /** A version is gone for good. */
    record SchemaRemoved(String subject, int version) implements LogEntry {}

    /** Every version of the subject up to this one is soft-deleted. */
    record SubjectDeleted(String subject, int upToVersion) implements LogEntry {}

    /** @param level null takes the level back */
    record LevelSet(@Nullable String subject, @Nullable CompatibilityLevel level) implements LogEntry {}

    /** @param mode null takes the mode back */
    record ModeSet(@Nullable String subject, @Nullable Mode mode) implements LogEntry {}

    /**
     * Written by another registry and of no use here.
     *
     * @param id the schema id that it takes up, 0 for none
     */
    record Foreign(int id, String what) implements LogEntry {}
}
