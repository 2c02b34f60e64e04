package io.stepcast.embedded.registry;

/**
 * One version of a subject.
 *
 * @param version from 1, growing, never used twice while a trace of the subject is left
 * @param id the same for the same schema under every subject
 * @param schema the canonical text of the Avro schema
 * @param deleted soft-deleted: found by its id, but no longer under its subject
 */
record StoredSchema(String subject, int version, int id, String schema, boolean deleted) {

    StoredSchema softDeleted() {
        return new StoredSchema(subject, version, id, schema, true);
    }
}
