package io.stepcast.window;

import io.stepcast.random.SplitMix64;

/**
 * Numbers within ±0.5 made from a series' name by a fixed hash: they let one network tell the series behind it apart, and a new
 * series needs nothing else. The same on every machine.
 */
final class SeriesSignature {

    private SeriesSignature() {}

    static float[] of(String series, int numbers) {
        SplitMix64 random = new SplitMix64(hash(series));
        float[] signature = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            signature[i] = (float) (random.nextUniform() - 0.5);
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
