package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one kind of network does between its windows and its outputs on ND4J, for batches of exactly one size. Its arrays are its
 * {@link Nd4jMemory}'s. Confined to one thread.
 */
interface Nd4jCore {

    /**
     * Runs as many windows as this is for.
     *
     * @param from the first of them
     * @return the outputs, shape [outputs, batch]; overwritten by the next call
     */
    INDArray forward(float[] windows, int[] steps, int from);

    /**
     * Adds the gradient of the last {@link #forward} to that of the parameters.
     *
     * @param slopes dL/d(outputs), shape [outputs, batch]
     */
    void backward(INDArray slopes);
}
