package io.stepcast.learn;

import io.stepcast.network.NetworkShape;
import io.stepcast.window.LabelledWindow;

/** Windows and labels side by side in flat arrays that grow once and are used again. */
final class Batch {

    private final int inputLength;
    private final int outputs;
    private float[] windows = {};
    private int[] steps = {};
    private float[] labels = {};
    private float[] predictions = {};
    private int size;

    Batch(NetworkShape shape) {
        inputLength = shape.time() * shape.inputs();
        outputs = shape.outputs();
    }

    /** Empties the batch and makes room. */
    void start(int capacity) {
        size = 0;
        if (labels.length < capacity * outputs) {
            windows = new float[Math.multiplyExact(capacity, inputLength)];
            steps = new int[capacity];
            labels = new float[Math.multiplyExact(capacity, outputs)];
            predictions = new float[labels.length];
        }
    }

    void add(float[] input, int windowSteps) {
        System.arraycopy(input, 0, windows, size * inputLength, inputLength);
        steps[size] = windowSteps;
        size++;
    }

    void add(LabelledWindow window) {
        System.arraycopy(window.label(), 0, labels, size * outputs, outputs);
        add(window.input(), window.steps());
    }

    int size() {
        return size;
    }

    /** Shape [size, time, inputs], perhaps longer. */
    float[] windows() {
        return windows;
    }

    /** Real time steps of each window; shape [size], perhaps longer. */
    int[] steps() {
        return steps;
    }

    /** Shape [size, outputs], perhaps longer. */
    float[] labels() {
        return labels;
    }

    /** Room for predictions; shape [size, outputs], perhaps longer. */
    float[] predictions() {
        return predictions;
    }
}
