package io.stepcast.learn;

import io.stepcast.window.LabelledWindow;

/** Windows and labels side by side in flat arrays that grow once and are used again, with what an ensemble predicts for them. */
final class Batch {

    private final int inputLength;
    private final int outputs;
    private final int kinds;
    private float[] windows = {};
    private int[] steps = {};
    private float[] labels = {};
    private float[] memberPredictions = {};
    private float[] mean = {};
    private float[][] kindMeans;
    private int size;

    Batch(Ensemble.Dimensions dimensions, int kinds) {
        inputLength = dimensions.windowLength();
        outputs = dimensions.outputs();
        this.kinds = kinds;
        kindMeans = new float[kinds][0];
    }

    /** Empties the batch and makes room. */
    void start(int capacity) {
        size = 0;
        if (labels.length < capacity * outputs) {
            windows = new float[Math.multiplyExact(capacity, inputLength)];
            steps = new int[capacity];
            labels = new float[Math.multiplyExact(capacity, outputs)];
            memberPredictions = new float[labels.length];
            mean = new float[labels.length];
            kindMeans = new float[kinds][labels.length];
        }
    }

    /** Drops all windows but the first. */
    void shorten(int windowsLeft) {
        size = windowsLeft;
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

    /** Room for the predictions of one member; shape [size, outputs], perhaps longer. */
    float[] memberPredictions() {
        return memberPredictions;
    }

    /** Mean of the members' predictions; shape [size, outputs], perhaps longer. */
    float[] mean() {
        return mean;
    }

    /** Means of the members' predictions by kind; shape [kinds][size, outputs], perhaps longer. */
    float[][] kindMeans() {
        return kindMeans;
    }
}
