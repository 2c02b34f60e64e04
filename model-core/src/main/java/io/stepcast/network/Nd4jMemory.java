package io.stepcast.network;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Makes the arrays for batches of exactly one size, one window per column, and closes them all together. Views need no closing. */
final class Nd4jMemory implements AutoCloseable {

    private final DataType type;
    private final int batch;
    private final List<INDArray> owned = new ArrayList<>();

    /** Shape [batch, 1]: multiplying by it sums over the batch. */
    final INDArray ones;

    Nd4jMemory(DataType type, int batch) {
        this.type = type;
        this.batch = batch;
        ones = create(batch, 1);
        ones.assign(1);
    }

    int batch() {
        return batch;
    }

    /** Zeros, row-major. */
    INDArray create(long... dimensions) {
        INDArray array = Nd4j.create(type, dimensions, 'c');
        owned.add(array);
        return array;
    }

    /** Zeros of shape [rows, batch]. */
    INDArray columns(int rows) {
        return create(rows, batch);
    }

    /** Zeros of shape [rows, batch], one for each time step. */
    INDArray[] columns(int time, int rows) {
        INDArray[] steps = new INDArray[time];
        for (int t = 0; t < time; t++) {
            steps[t] = columns(rows);
        }
        return steps;
    }

    /** The views [rows, batch] of an array [time, rows, batch]. */
    static INDArray[] steps(INDArray sequence) {
        INDArray[] steps = new INDArray[(int) sequence.size(0)];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = sequence.get(NDArrayIndex.point(t), NDArrayIndex.all(), NDArrayIndex.all());
        }
        return steps;
    }

    /** The view of some of an array's rows. */
    static INDArray rows(INDArray array, int from, int to) {
        return array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    /** Copies numbers, as many as there are, to the device. */
    static void upload(float[] values, INDArray target) {
        try (INDArray staged = Nd4j.createFromArray(values)) {
            target.assign(staged.reshape(target.shape()));
        }
    }

    static float[] download(INDArray source) {
        try (INDArray copy = source.dup('c')) {
            return copy.data().asFloat();
        }
    }

    @Override
    public void close() {
        owned.forEach(INDArray::close);
    }
}
