package io.stepcast.window;

/**
 * Numbers within ±0.5 made from a series' name by a fixed hash: they let one network tell the series behind it apart, and a new
 * series needs nothing else. The same on every machine.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood (2014), Fast splittable pseudorandom number
 *     generators</a>
 */
final class SeriesSignature {

    private SeriesSignature() {}

    static float[] of(String series, int numbers) {
        long state = hash(series);
        float[] signature = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            state += 0x9E3779B97F4A7C15L;
            long z = state;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            signature[i] = (float) ((z >>> 11) * 0x1p-53 - 0.5);
        }
        return signature;
    }

    /** FNV-1a over the name's UTF-16 units. */
    private static long hash(String series) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < series.length(); i++) {
            hash = (hash ^ series.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
