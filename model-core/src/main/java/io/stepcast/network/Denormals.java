package io.stepcast.network;

/**
 * Numbers below 1e-38 slow a processor's arithmetic down many times over. Slopes through a long window, moments of a gradient that
 * has stopped and weights that only decay all shrink towards them (a series that never changes brings this about within days). So
 * they are rounded to multiples of something that doesn't matter, without a branch.
 */
final class Denormals {

    /** For weights: rounds to multiples of 7e-12, whose powers and products are normal numbers still. */
    static final float WEIGHT = 1e-4f;

    /** For slopes: rounds to multiples of 1e-19, nothing against Adam's epsilon. */
    static final float SLOPE = 1e-12f;

    /** For squares of slopes: rounds to multiples of 1e-31. */
    static final float SQUARE = 1e-24f;

    private Denormals() {}

    static float flush(float value, float unit) {
        return (value + unit) - unit;
    }
}
