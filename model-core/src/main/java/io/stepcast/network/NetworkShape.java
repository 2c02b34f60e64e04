package io.stepcast.network;

import java.io.Serializable;
import java.util.Arrays;

/** The dimensions of a network, which say all about it but its parameters. */
public sealed interface NetworkShape extends Serializable permits RecurrentShape, FeedForwardShape {

    /** Time steps per window. */
    int time();

    /** Numbers per time step. */
    int inputs();

    /** Numbers predicted per window. */
    int outputs();

    /** How many numbers {@link NetworkState#parameters()} holds. */
    int parameters();

    /** Refuses what can't be a dimension. */
    static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("a network's " + name + " must be at least 1, got " + value);
        }
    }

    /**
     * Refuses a shape with more parameters than an array holds.
     *
     * @param count of parameters, meaningful where each dimension has at most 24 bits
     * @param dimensions that were multiplied
     */
    static void requireCountable(long count, int... dimensions) {
        if (Arrays.stream(dimensions).anyMatch(size -> size > 1 << 24) || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a network may have at most " + Integer.MAX_VALUE
                    + " parameters; the dimensions " + Arrays.toString(dimensions) + " ask for more");
        }
    }
}
