package io.stepcast.benchmarks;

import java.util.Arrays;
import java.util.Random;

/**
 * A batch of random windows with labels.
 *
 * @param batch windows
 * @param time steps per window
 * @param inputs numbers per time step; as many outputs
 * @param hidden units
 */
record Workload(int batch, int time, int inputs, int hidden) {

    private static final long SEED = 20261121;

    /** Reads {@code batch×time×inputs×hidden}, such as {@code 64×24×8×64}. */
    static Workload parse(String text) {
        int[] sizes = Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
        if (sizes.length != 4) {
            throw new IllegalArgumentException(
                    "a workload must be batch x time x inputs x hidden, like 64x24x8x64, got " + text);
        }
        return new Workload(sizes[0], sizes[1], sizes[2], sizes[3]);
    }

    /** Standard normal numbers; shape [batch, time, inputs]. */
    float[] windows() {
        return gaussian(batch * time * inputs);
    }

    /** Standard normal numbers; shape [batch, inputs]. */
    float[] labels() {
        return gaussian(batch * inputs);
    }

    /** All windows full; shape [batch]. */
    int[] steps() {
        int[] steps = new int[batch];
        Arrays.fill(steps, time);
        return steps;
    }

    private static float[] gaussian(int length) {
        Random random = new Random(SEED);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
