package io.stepcast.embedded.registry;

/** What a subject may be used for. */
enum Mode {
    READWRITE,
    READONLY
}
