package io.stepcast.network;

/**
 * A generator with a fixed algorithm, so that a seed gives the same weights on every JVM.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood (2014), Fast splittable pseudorandom number
 *     generators</a>
 */
final class SplitMix64 {

    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in [0, 1) with 53 random bits. */
    double nextUniform() {
        return (nextLong() >>> 11) * 0x1p-53;
    }
}
