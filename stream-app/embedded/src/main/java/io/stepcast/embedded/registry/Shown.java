package io.stepcast.embedded.registry;

/** Which versions a listing shows. */
enum Shown {
    LIVE,
    DELETED,
    ALL;

    boolean includes(StoredSchema schema) {
        return this == ALL || schema.deleted() == (this == DELETED);
    }
}
