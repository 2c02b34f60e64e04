package io.stepcast.network;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The working memory of an {@link Nd4jLstm} for batches of exactly one size. One window per column. */
final class Nd4jBuffers implements AutoCloseable {

    final int batch;
    private final RecurrentShape shape;
    private final DataType type;
    private final List<INDArray> owned = new ArrayList<>();

    /** Shape [time, inputs, batch]. */
    final INDArray inputs;

    /** Shape [time, batch], see {@link #mask(int[])}; only meaningful where a window is short. */
    final INDArray mask;

    private final INDArray[] masks;
    private int lastBeginning;
    final Step[] steps;
    /** Shape [outputs, batch]. */
    final INDArray outputs;

    final INDArray outputSlopes;
    final INDArray errors;
    /** Shape [batch, 1]: multiplying by it sums over the batch. */
    final INDArray ones;
    /** Shape [4 hidden, batch]. */
    final INDArray gateTerm;
    /** Shape [hidden, batch]. */
    final INDArray term;

    final INDArray hiddenSlopes;
    final INDArray cellSlopes;
    /** dL/dz of one step, shape [4 hidden, batch], and its four blocks. */
    final INDArray gateSlopes;

    final INDArray inputSlopes;
    final INDArray forgetSlopes;
    final INDArray candidateSlopes;
    final INDArray outputGateSlopes;

    /**
     * One time step: its input [inputs, batch], its gates [4 hidden, batch] and their blocks, and the rest [hidden, batch].
     *
     * @param inputAndForget the first two blocks together
     */
    record Step(
            INDArray input,
            INDArray gates,
            INDArray inputAndForget,
            INDArray inputGate,
            INDArray forgetGate,
            INDArray candidate,
            INDArray output,
            INDArray cell,
            INDArray cellTanh,
            INDArray hidden) {}

    Nd4jBuffers(RecurrentShape shape, DataType type, int batch) {
        this.shape = shape;
        this.type = type;
        this.batch = batch;
        int units = shape.hidden();
        inputs = create(shape.time(), shape.inputs(), batch);
        mask = create(shape.time(), batch);
        masks = new INDArray[shape.time()];
        for (int t = 0; t < masks.length; t++) {
            masks[t] = mask.get(NDArrayIndex.interval(t, t + 1), NDArrayIndex.all());
        }
        steps = new Step[shape.time()];
        for (int t = 0; t < steps.length; t++) {
            INDArray gates = create(4L * units, batch);
            steps[t] = new Step(
                    inputs.get(NDArrayIndex.point(t), NDArrayIndex.all(), NDArrayIndex.all()),
                    gates,
                    rows(gates, 0, 2),
                    rows(gates, 0, 1),
                    rows(gates, 1, 2),
                    rows(gates, 2, 3),
                    rows(gates, 3, 4),
                    create(units, batch),
                    create(units, batch),
                    create(units, batch));
        }
        outputs = create(shape.outputs(), batch);
        outputSlopes = create(shape.outputs(), batch);
        errors = create(shape.outputs(), batch);
        ones = create(batch, 1);
        ones.assign(1);
        gateTerm = create(4L * units, batch);
        term = create(units, batch);
        hiddenSlopes = create(units, batch);
        cellSlopes = create(units, batch);
        gateSlopes = create(4L * units, batch);
        inputSlopes = rows(gateSlopes, 0, 1);
        forgetSlopes = rows(gateSlopes, 1, 2);
        candidateSlopes = rows(gateSlopes, 2, 3);
        outputGateSlopes = rows(gateSlopes, 3, 4);
    }

    /**
     * Turns windows into the order of {@link #inputs}, with zeros before a window's real steps.
     *
     * @param windows shape [batch, time, inputs]
     * @param steps real time steps of each window, shape [batch]
     */
    float[] timeMajor(float[] windows, int[] steps) {
        int time = shape.time();
        int width = shape.inputs();
        float[] ordered = new float[time * width * batch];
        for (int row = 0; row < batch; row++) {
            for (int t = time - steps[row]; t < time; t++) {
                for (int d = 0; d < width; d++) {
                    ordered[(t * width + d) * batch + row] = windows[(row * time + t) * width + d];
                }
            }
        }
        return ordered;
    }

    /** 1 where a time step of a window is real, 0 before it: the numbers of {@link #mask}. */
    float[] mask(int[] steps) {
        float[] real = new float[shape.time() * batch];
        for (int row = 0; row < batch; row++) {
            for (int t = shape.time() - steps[row]; t < shape.time(); t++) {
                real[t * batch + row] = 1;
            }
        }
        return real;
    }

    /** Notes from which time step on all windows of the batch are real. */
    void begin(int lastBeginning) {
        this.lastBeginning = lastBeginning;
    }

    /** Sets the columns of windows to zero that have not begun at time step {@code t}. */
    void clearUnreal(int t, INDArray columns) {
        if (t < lastBeginning) {
            columns.muliRowVector(masks[t]);
        }
    }

    private INDArray create(long... dimensions) {
        INDArray array = Nd4j.create(type, dimensions, 'c');
        owned.add(array);
        return array;
    }

    private INDArray rows(INDArray gates, int from, int to) {
        int units = shape.hidden();
        return gates.get(NDArrayIndex.interval((long) from * units, (long) to * units), NDArrayIndex.all());
    }

    @Override
    public void close() {
        owned.forEach(INDArray::close);
    }
}
