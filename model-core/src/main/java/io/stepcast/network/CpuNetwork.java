package io.stepcast.network;

import org.jspecify.annotations.Nullable;

/**
 * A network on the CPU: matrix products by OpenBLAS outside the Java heap, everything between them in plain Java loops, in single
 * precision, without allocating per step. Big batches are worked off in chunks, in bounded memory. Confined to one thread. Nothing
 * depends on the clock or on addresses: the same calls give the same bits on the same kind of processor.
 */
final class CpuNetwork implements SequenceNetwork {

    /** Of the largest array per chunk, 8 MB: bounds the memory that a big batch takes. */
    private static final int CHUNK_FLOATS = 1 << 21;

    /** Products over fewer windows are not worth their packing. */
    private static final int SMALLEST_CHUNK = 32;

    private final NetworkShape shape;
    private final TrainingConfig training;
    private final CpuCore core;
    private final CpuWeights weights;
    private final int outputStride;
    private float[] outputSlopes = {};
    private int capacity;
    private boolean closed;

    CpuNetwork(NetworkShape shape, TrainingConfig training, NetworkState initial) {
        this.shape = shape;
        this.training = training;
        core = shape instanceof RecurrentShape recurrent
                ? new RecurrentCore(recurrent, training)
                : new FeedForwardCore((FeedForwardShape) shape, training);
        weights = core.weights();
        outputStride = FusedLayout.outputStride(shape);
        restore(initial);
    }

    @Override
    public NetworkShape shape() {
        return shape;
    }

    @Override
    public String device() {
        return "cpu, " + OpenBlas.instance().description();
    }

    @Override
    public void predict(float[] windows, int[] steps, int batch, float[] outputs) {
        requireWindows(windows, steps, batch);
        Requirements.perOutput("outputs", shape, outputs, batch);
        int chunk = reserve(batch);
        for (int from = 0; from < batch; from += chunk) {
            int rows = Math.min(chunk, batch - from);
            copyOutputs(core.forward(windows, steps, from, rows), outputs, from, rows);
        }
    }

    @Override
    public double gradient(float[] windows, int[] steps, float[] labels, int batch, float[] target) {
        Requirements.gradient(shape, target);
        double loss = lossAndGradient(windows, steps, labels, batch, null);
        weights.gradientToTorch(target);
        return loss;
    }

    @Override
    public TrainingStep train(
            float[] windows, int[] steps, float[] labels, int batch, double learningRate, float[] outputs) {
        Requirements.learningRate(learningRate);
        Requirements.perOutput("outputs", shape, outputs, batch);
        double loss = lossAndGradient(windows, steps, labels, batch, outputs);
        return weights.step(loss, learningRate);
    }

    @Override
    public NetworkState state() {
        Requirements.open(closed);
        return weights.state();
    }

    @Override
    public void restore(NetworkState state) {
        Requirements.open(closed);
        Requirements.sameShape(shape, state);
        weights.restore(state);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            core.close();
            weights.close();
        }
    }

    private void requireWindows(float[] windows, int[] steps, int batch) {
        Requirements.open(closed);
        Requirements.batch(batch);
        Requirements.windows(shape, windows, batch);
        Requirements.steps(shape, steps, batch);
    }

    /** Makes room for a batch; how many of its windows are worked on together depends on its size and the shape alone. */
    private int reserve(int batch) {
        int chunk = (int) Math.min(batch, Math.max(SMALLEST_CHUNK, CHUNK_FLOATS / core.floatsPerWindow()));
        if (chunk > capacity) {
            core.reserve(chunk);
            outputSlopes = new float[chunk * outputStride];
            capacity = chunk;
        }
        return chunk;
    }

    /**
     * Leaves the gradient in {@code weights}.
     *
     * @param outputs receives the predictions, or null
     */
    private double lossAndGradient(
            float[] windows, int[] steps, float[] labels, int batch, float @Nullable [] outputs) {
        requireWindows(windows, steps, batch);
        Requirements.perOutput("labels", shape, labels, batch);
        int chunk = reserve(batch);
        double scale = 1.0 / ((double) batch * shape.outputs());
        double sum = 0;
        for (int from = 0; from < batch; from += chunk) {
            int rows = Math.min(chunk, batch - from);
            float[] predicted = core.forward(windows, steps, from, rows);
            if (outputs != null) {
                copyOutputs(predicted, outputs, from, rows);
            }
            sum += HuberLoss.sum(
                    predicted,
                    outputStride,
                    labels,
                    from * shape.outputs(),
                    rows,
                    shape.outputs(),
                    training.huberThreshold(),
                    scale,
                    outputSlopes);
            core.backward(outputSlopes, rows, from == 0 ? 0 : 1);
        }
        return sum * scale;
    }

    private void copyOutputs(float[] padded, float[] outputs, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(padded, row * outputStride, outputs, (from + row) * shape.outputs(), shape.outputs());
        }
    }
}
