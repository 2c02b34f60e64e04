package io.stepcast.window;

import java.util.List;

/** What became of a reading that arrived at its series' window. */
public sealed interface Arrival {

    /**
     * The window moved on.
     *
     * @param steps the time steps that the window moved, in order: those that nothing came for ({@link WindowStep#filled}), and the
     *     reading's own last
     */
    record Advanced(List<WindowStep> steps) implements Arrival {

        public Advanced {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a window must move on by at least 1 time step, got 0");
            }
        }

        /** The reading's own step. */
        public WindowStep step() {
            return steps.get(steps.size() - 1);
        }
    }

    /** The series has no usable window: the reading is its first, or its first after a gap that was too long to fill. */
    record Warming() implements Arrival {}

    /** The reading is of an earlier time step than the newest of its series, at {@code newestEventTimeMillis}. */
    record Late(long newestEventTimeMillis) implements Arrival {}

    /** The reading is of the same time step as the newest of its series, at {@code newestEventTimeMillis}. */
    record Duplicate(long newestEventTimeMillis) implements Arrival {}

    /** The reading corrected the row of its time step. */
    record Replaced() implements Arrival {}

    /** The reading's time step is no longer in the window, whose oldest row is of {@code oldestEventTimeMillis}. */
    record TooOld(long oldestEventTimeMillis) implements Arrival {}
}
