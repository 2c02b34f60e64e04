package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a recurrent cell does between the matrix products on ND4J. The gates of a time step are one array [blocks × hidden, batch],
 * everything else is [hidden, batch]; one window per column.
 */
interface Nd4jCell {

    /** Where W_ih x_t + b_ih is put for {@link #forward}. */
    INDArray gates(int t);

    /** Where W_hh h_{t-1} is put for {@link #forward}, of the same shape. */
    INDArray fromState();

    /**
     * @param previous h_{t-1}
     * @param hidden receives h_t, with zeros for windows that have not begun
     */
    void forward(int t, INDArray previous, INDArray hidden);

    /** Before the last time step's {@link #backward}. */
    void beginBackward();

    /**
     * Leaves the slopes of the two products, with zeros for windows that have not begun.
     *
     * @param slopes dL/dh_t without what the cell carries by itself from step t + 1; may be overwritten
     * @param previous h_{t-1}
     */
    void backward(int t, INDArray slopes, INDArray previous);

    /** dL/d(W_ih x_t + b_ih), of the last {@link #backward}. */
    INDArray inputSlopes();

    /** dL/d(W_hh h_{t-1}), of the last {@link #backward}. */
    INDArray stateSlopes();
}
