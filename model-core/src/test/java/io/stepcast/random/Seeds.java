package io.stepcast.random;

import java.util.stream.LongStream;

/** The seeds that a property is tried with. */
public final class Seeds {

    private Seeds() {}

    /** So many seeds from 0, or fewer where {@code -Dstepcast.seeds=N} limits them, as mutation testing does. */
    public static LongStream first(int count) {
        return LongStream.range(0, Math.min(count, Integer.getInteger("stepcast.seeds", count)));
    }
}
