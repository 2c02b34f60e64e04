package io.stepcast.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The same networks composed from ND4J operations, all of it on the device that ND4J runs on: forward, back-propagation and AdamW.
 * Made for CUDA; on a processor {@link CpuNetwork} is several times faster. Big batches are worked off in chunks, in bounded memory.
 * Confined to one thread.
 *
 * <p>Matrices hold one window per column, so that the weights multiply from the left in torch's own layout and a gate of a step is
 * one block of memory: z_t = W_ih x_t + W_hh h_{t-1} + b, shape [blocks × hidden, batch].
 *
 * <p>Not built on ND4J's own lstmLayer: its backward operation loses native memory at each call.
 */
final class Nd4jNetwork implements SequenceNetwork {

    /** Of the largest array, 64 MB: bounds the memory that a big batch takes. */
    private static final long CHUNK_FLOATS = 1 << 24;

    /** Fewer windows together would not keep a GPU busy. */
    private static final int SMALLEST_CHUNK = 32;

    /** Predicting and learning mostly come in sizes of their own, and a big batch in two: its chunks and the rest. */
    private static final int MOST_SIZES = 3;

    private final NetworkShape shape;
    private final TrainingConfig training;
    private final DataType type;
    private final int chunk;
    private final Nd4jParameters parameters;

    /** By batch size, the one used last at the end. */
    private final Map<Integer, Sized> sizes = new LinkedHashMap<>();

    private boolean closed;

    /** What works on batches of one size. */
    private record Sized(Nd4jMemory memory, Nd4jCore core, Nd4jHuberLoss loss) {}

    Nd4jNetwork(NetworkShape shape, TrainingConfig training, NetworkState initial) {
        this(shape, training, initial, DataType.FLOAT, chunk(shape));
    }

    /**
     * @param type {@code DOUBLE} only to check gradients: the state is exchanged in single precision all the same
     * @param chunk most windows that are worked on together
     */
    Nd4jNetwork(NetworkShape shape, TrainingConfig training, NetworkState initial, DataType type, int chunk) {
        this.shape = shape;
        this.training = training;
        this.type = type;
        this.chunk = chunk;
        parameters = new Nd4jParameters(shape, training, type);
        restore(initial);
    }

    private static int chunk(NetworkShape shape) {
        long perWindow;
        if (shape instanceof RecurrentShape recurrent) {
            int gates = recurrent.cell().blocks() * recurrent.hidden();
            perWindow = (long) shape.time() * Math.max(shape.inputs(), gates);
        } else {
            FeedForwardShape feedForward = (FeedForwardShape) shape;
            int hidden = Math.max(feedForward.hidden1(), feedForward.hidden2());
            perWindow = Math.max(feedForward.view().width(), hidden);
        }
        return (int) Math.max(SMALLEST_CHUNK, CHUNK_FLOATS / perWindow);
    }

    @Override
    public NetworkShape shape() {
        return shape;
    }

    @Override
    public String device() {
        String backend = Nd4j.getBackend().getClass().getSimpleName();
        return (backend.contains("Cublas") ? "cuda" : "cpu") + ", ND4J " + backend;
    }

    @Override
    public void predict(float[] windows, int[] steps, int batch, float[] outputs) {
        requireWindows(windows, steps, batch);
        Requirements.perOutput("outputs", shape, outputs, batch);
        for (int from = 0; from < batch; from += chunk) {
            int rows = Math.min(chunk, batch - from);
            copyOutputs(sized(rows).core.forward(windows, steps, from), outputs, from, rows);
        }
    }

    @Override
    public double gradient(float[] windows, int[] steps, float[] labels, int batch, float[] target) {
        Requirements.gradient(shape, target);
        double loss = lossAndGradient(windows, steps, labels, batch, null);
        parameters.gradientToTorch(target);
        return loss;
    }

    @Override
    public TrainingStep train(float[] windows, int[] steps, float[] labels, int batch, StepSize size, float[] outputs) {
        Requirements.perOutput("outputs", shape, outputs, batch);
        double loss = lossAndGradient(windows, steps, labels, batch, outputs);
        return parameters.step(loss, size);
    }

    /**
     * Leaves the gradient in {@code parameters}.
     *
     * @param outputs receives the predictions, or null
     */
    private double lossAndGradient(
            float[] windows, int[] steps, float[] labels, int batch, float @Nullable [] outputs) {
        requireWindows(windows, steps, batch);
        Requirements.perOutput("labels", shape, labels, batch);
        parameters.clearGradient();
        double scale = 1.0 / ((double) batch * shape.outputs());
        double sum = 0;
        for (int from = 0; from < batch; from += chunk) {
            int rows = Math.min(chunk, batch - from);
            Sized sized = sized(rows);
            INDArray predicted = sized.core.forward(windows, steps, from);
            if (outputs != null) {
                copyOutputs(predicted, outputs, from, rows);
            }
            sum += sized.loss.sum(predicted, labels, from, scale);
            sized.core.backward(sized.loss.slopes);
        }
        return sum * scale;
    }

    private void requireWindows(float[] windows, int[] steps, int batch) {
        Requirements.open(closed);
        Requirements.batch(batch);
        Requirements.windows(shape, windows, batch);
        Requirements.steps(shape, steps, batch);
    }

    private Sized sized(int batch) {
        Sized sized = sizes.remove(batch);
        if (sized == null) {
            if (sizes.size() == MOST_SIZES) {
                var oldest = sizes.values().iterator();
                oldest.next().memory.close();
                oldest.remove();
            }
            sized = make(batch);
        }
        sizes.put(batch, sized);
        return sized;
    }

    private Sized make(int batch) {
        Nd4jMemory memory = new Nd4jMemory(type, batch);
        Nd4jCore core = shape instanceof RecurrentShape recurrent
                ? new Nd4jRecurrentCore(recurrent, parameters, memory)
                : new Nd4jFeedForwardCore((FeedForwardShape) shape, parameters, memory);
        return new Sized(memory, core, new Nd4jHuberLoss(shape, training.huberThreshold(), memory));
    }

    private void copyOutputs(INDArray predicted, float[] outputs, int from, int rows) {
        float[] columns = Nd4jMemory.download(predicted);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < shape.outputs(); o++) {
                outputs[(from + row) * shape.outputs() + o] = columns[o * rows + row];
            }
        }
    }

    @Override
    public NetworkState state() {
        Requirements.open(closed);
        return parameters.state();
    }

    @Override
    public void restore(NetworkState state) {
        Requirements.open(closed);
        Requirements.sameShape(shape, state);
        parameters.restore(state);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sizes.values().forEach(sized -> sized.memory.close());
            parameters.close();
        }
    }
}
