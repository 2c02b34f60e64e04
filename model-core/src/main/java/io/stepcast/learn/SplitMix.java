package io.stepcast.learn;

/**
 * A small random generator whose whole state is one number: SplitMix64.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea and Flood (2014), Fast splittable pseudorandom number
 *     generators</a>
 */
final class SplitMix {

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    long state() {
        return state;
    }

    /** Goes on from what {@link #state} gave. */
    void restore(long saved) {
        state = saved;
    }

    /** A number from 0 to {@code bound} - 1, each as likely as the others to about bound / 2^31. */
    int next(int bound) {
        state += 0x9E3779B97F4A7C15L;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return (int) (((mixed >>> 33) * bound) >>> 31);
    }
}
