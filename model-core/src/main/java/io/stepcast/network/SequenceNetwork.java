package io.stepcast.network;

/**
 * A network on one device that predicts the next step from a window. Confined to one thread; closed by whoever made it.
 * All arrays are row-major and stay the caller's.
 */
public interface SequenceNetwork extends AutoCloseable {

    /** The network's dimensions. */
    NetworkShape shape();

    /** The device and kernel behind this network, for people: "cpu, OpenBLAS 0.3.19 SkylakeX, 1 thread". */
    String device();

    /**
     * Runs the network over a batch of windows.
     *
     * @param windows shape [batch, time, inputs]
     * @param steps how many time steps at the end of each window are real, 1 to time; shape [batch]. What stands before them is
     *     not looked at
     * @param batch number of windows, at least 1
     * @param outputs receives the predictions, shape [batch, outputs]
     * @throws IllegalArgumentException if an array is shorter than its shape, or a window has no real step or more than time
     */
    void predict(float[] windows, int[] steps, int batch, float[] outputs);

    /**
     * The loss of a batch and its gradient with respect to the parameters, which stay as they are. The loss is the Huber loss of
     * output minus label, summed over the labels that are present and divided by batch × outputs, where huber(e) is e² up to the
     * threshold k and 2 k |e| - k² beyond it.
     *
     * @param windows shape [batch, time, inputs]
     * @param steps real time steps at the end of each window, shape [batch]
     * @param labels shape [batch, outputs]; NaN where there is no label: it adds neither loss nor gradient
     * @param gradient receives the gradient before clipping, laid out as in {@link NetworkState}; biases that are always
     *     zero have none
     * @return the loss
     */
    double gradient(float[] windows, int[] steps, float[] labels, int batch, float[] gradient);

    /**
     * Takes one step of AdamW with the gradient's norm clipped; refuses it when loss or gradient is not finite.
     *
     * @param windows shape [batch, time, inputs]
     * @param steps real time steps at the end of each window, shape [batch]
     * @param labels shape [batch, outputs]; NaN where there is no label
     * @param learningRate above 0
     * @param outputs receives the predictions of the weights before the step, refused or not; shape [batch, outputs]
     */
    TrainingStep train(float[] windows, int[] steps, float[] labels, int batch, double learningRate, float[] outputs);

    /** A copy of everything that the network needs to go on. */
    NetworkState state();

    /**
     * Goes on from a state, whichever device it was written on.
     *
     * @throws IllegalArgumentException if the state's shape is another
     */
    void restore(NetworkState state);

    @Override
    void close();
}
