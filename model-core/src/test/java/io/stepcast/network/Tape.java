package io.stepcast.network;

import java.util.Arrays;

/** Scalars in double precision that remember how they were made: reverse-mode differentiation, one number at a time. */
final class Tape {

    private double[] values = new double[1024];
    private int[] left = new int[1024];
    private int[] right = new int[1024];
    private double[] leftSlopes = new double[1024];
    private double[] rightSlopes = new double[1024];
    private int size;

    /** A number that depends on nothing. */
    int number(double value) {
        return record(value, 0, 0, 0, 0);
    }

    double value(int node) {
        return values[node];
    }

    int add(int a, int b) {
        return record(values[a] + values[b], a, 1, b, 1);
    }

    int multiply(int a, int b) {
        return record(values[a] * values[b], a, values[b], b, values[a]);
    }

    int sigmoid(int a) {
        double s = 1 / (1 + Math.exp(-values[a]));
        return record(s, a, s * (1 - s), a, 0);
    }

    int tanh(int a) {
        double t = Math.tanh(values[a]);
        return record(t, a, 1 - t * t, a, 0);
    }

    private int record(double value, int a, double slopeA, int b, double slopeB) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            left = Arrays.copyOf(left, 2 * size);
            right = Arrays.copyOf(right, 2 * size);
            leftSlopes = Arrays.copyOf(leftSlopes, 2 * size);
            rightSlopes = Arrays.copyOf(rightSlopes, 2 * size);
        }
        values[size] = value;
        left[size] = a;
        right[size] = b;
        leftSlopes[size] = slopeA;
        rightSlopes[size] = slopeB;
        return size++;
    }

    /**
     * The derivatives of everything on the tape.
     *
     * @param ends where to begin
     * @param slopes the derivative with respect to each of the ends
     */
    double[] backward(int[] ends, double[] slopes) {
        double[] gradient = new double[size];
        for (int i = 0; i < ends.length; i++) {
            gradient[ends[i]] += slopes[i];
        }
        for (int node = size - 1; node >= 0; node--) {
            gradient[left[node]] += leftSlopes[node] * gradient[node];
            gradient[right[node]] += rightSlopes[node] * gradient[node];
        }
        return gradient;
    }
}
