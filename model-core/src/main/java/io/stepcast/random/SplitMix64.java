package io.stepcast.random;

/**
 * A small random generator whose whole state is one number. The same seed gives the same numbers on every JVM.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood (2014), Fast splittable pseudorandom number
 *     generators</a>
 */
public final class SplitMix64 {

    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    /** What a generator needs to go on. */
    public long state() {
        return state;
    }

    /** Goes on from what {@link #state} gave. */
    public void restore(long saved) {
        state = saved;
    }

    /** 64 random bits. */
    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number in [0, 1) with 53 random bits. */
    public double nextUniform() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** A number from 0 to {@code bound} - 1, each as likely as the others to about bound / 2^31. */
    public int next(int bound) {
        return (int) (((nextLong() >>> 33) * bound) >>> 31);
    }
}
