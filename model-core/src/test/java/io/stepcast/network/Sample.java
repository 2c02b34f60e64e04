package io.stepcast.network;

import java.util.Arrays;
import java.util.Random;

/** Seeded shapes, weights, windows and labels for the tests. */
final class Sample {

    private final Random random;

    Sample(long seed) {
        random = new Random(seed);
    }

    /** A view of any numbers of a window and differences of any two. */
    InputView view(int time, int inputs, int width) {
        int[] indices = new int[width];
        int[] subtracted = new int[width];
        for (int i = 0; i < width; i++) {
            indices[i] = random.nextInt(time * inputs);
            subtracted[i] = random.nextBoolean() ? InputView.NOTHING : random.nextInt(time * inputs);
        }
        return new InputView(indices, subtracted);
    }

    int batch() {
        return 1 + random.nextInt(9);
    }

    /** Weights that leave no part of the network at zero, unlike a new network's. */
    NetworkState state(NetworkShape shape) {
        float[] parameters = normal(shape.parameters(), 0.5f);
        for (ParameterLayout.TwinBias twin : new ParameterLayout(shape).twins()) {
            Arrays.fill(parameters, twin.zero(), twin.zero() + twin.length(), 0f);
        }
        return NetworkState.untrained(shape, parameters);
    }

    float[] windows(NetworkShape shape, int batch) {
        return normal(batch * shape.time() * shape.inputs(), 1.5f);
    }

    /** How many of each window's time steps are real: for half of the windows all of them. */
    int[] steps(NetworkShape shape, int batch) {
        int[] steps = new int[batch];
        for (int i = 0; i < batch; i++) {
            steps[i] = random.nextBoolean() ? shape.time() : 1 + random.nextInt(shape.time());
        }
        return steps;
    }

    /** Every time step of every window is real. */
    static int[] whole(NetworkShape shape, int batch) {
        int[] steps = new int[batch];
        Arrays.fill(steps, shape.time());
        return steps;
    }

    /** About one label in five is missing; some are far enough for the linear part of the Huber loss. */
    float[] labels(NetworkShape shape, int batch) {
        float[] labels = normal(batch * shape.outputs(), 1.5f);
        for (int i = 0; i < labels.length; i++) {
            if (random.nextInt(5) == 0) {
                labels[i] = Float.NaN;
            }
        }
        return labels;
    }

    float[] normal(int length, float scale) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return values;
    }
}
