package io.stepcast.window;

/** What became of a reading that arrived at its series' window. */
public sealed interface Arrival {

    /** The window moved on by one time step. */
    record Advanced(WindowStep step) implements Arrival {}

    /** The series has no usable window yet. */
    record Warming() implements Arrival {}

    /** The reading is not newer than the newest one of its series, at {@code newestEventTimeMillis}. */
    record Late(long newestEventTimeMillis) implements Arrival {}
}
