package io.stepcast.network;

/** What one kind of network does between its windows and its outputs on the CPU. Confined to one thread. */
interface CpuCore extends AutoCloseable {

    CpuWeights weights();

    /** Floats of working memory per window, the largest array: bounds how many windows are worked on together. */
    long floatsPerWindow();

    /** Makes room for {@code rows} windows at a time. */
    void reserve(int rows);

    /**
     * Runs the windows {@code from} to {@code from + rows}.
     *
     * @return the outputs, shape [rows, output stride]; overwritten by the next call
     */
    float[] forward(float[] windows, int[] steps, int from, int rows);

    /**
     * The gradient of the windows of the last {@link #forward}.
     *
     * @param slopes dL/d(outputs), shape [rows, output stride]
     * @param keep what to multiply the gradient by that is there already: 0 to begin one, 1 to add to it
     */
    void backward(float[] slopes, int rows, float keep);

    @Override
    void close();
}
