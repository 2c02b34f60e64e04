package io.stepcast.window;

import java.util.List;

/** Where a reading that arrived was put among its series' readings. */
public sealed interface Placement {

    /**
     * It has a place of its own.
     *
     * @param next the readings whose turn has come with it, in order; empty when it waits
     * @param hurried how many of them had to go because too many wait
     */
    record Taken(List<OrderedReading> next, int hurried) implements Placement {}

    /** The very same reading came before. */
    record Repeated() implements Placement {}

    /** It took the place, and the time, of a reading of its time step that still waits. */
    record Replaced() implements Placement {}

    /** Another reading of its time step, taken at {@code firstMillis}, came before. */
    record Duplicate(long firstMillis) implements Placement {}

    /** The series is further already: its newest reading is of {@code newestMillis}. */
    record Late(long newestMillis) implements Placement {}
}
