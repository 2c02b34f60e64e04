package io.stepcast.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The same networks composed from ND4J operations, all of it on the device that ND4J runs on: forward, back-propagation and AdamW.
 * Made for CUDA; on a processor {@link CpuNetwork} is several times faster. Confined to one thread.
 *
 * <p>Matrices hold one window per column, so that the weights multiply from the left in torch's own layout and a gate of a step is
 * one block of memory: z_t = W_ih x_t + W_hh h_{t-1} + b, shape [blocks × hidden, batch].
 *
 * <p>Not built on ND4J's own lstmLayer: its backward operation loses native memory at each call.
 */
final class Nd4jNetwork implements SequenceNetwork {

    /** One for predicting and one for learning, which mostly come in sizes of their own. */
    private static final int MOST_SIZES = 2;

    private final NetworkShape shape;
    private final TrainingConfig training;
    private final DataType type;
    private final Nd4jParameters parameters;

    /** By batch size, the one used last at the end. */
    private final Map<Integer, Sized> sizes = new LinkedHashMap<>();

    private boolean closed;

    /** What works on batches of one size. */
    private record Sized(Nd4jMemory memory, Nd4jCore core, Nd4jHuberLoss loss) {}

    Nd4jNetwork(NetworkShape shape, TrainingConfig training, NetworkState initial) {
        this(shape, training, initial, DataType.FLOAT);
    }

    /** In {@code DOUBLE} only to check gradients: the state is exchanged in single precision all the same. */
    Nd4jNetwork(NetworkShape shape, TrainingConfig training, NetworkState initial, DataType type) {
        this.shape = shape;
        this.training = training;
        this.type = type;
        parameters = new Nd4jParameters(shape, training, type);
        restore(initial);
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
        copyOutputs(sized(batch).core.forward(windows, steps), batch, outputs);
    }

    @Override
    public double gradient(float[] windows, int[] steps, float[] labels, int batch, float[] target) {
        requireWindows(windows, steps, batch);
        Requirements.perOutput("labels", shape, labels, batch);
        Requirements.gradient(shape, target);
        Sized sized = sized(batch);
        double loss = backward(sized, sized.core.forward(windows, steps), labels);
        parameters.gradientToTorch(target);
        return loss;
    }

    @Override
    public TrainingStep train(float[] windows, int[] steps, float[] labels, int batch, StepSize size, float[] outputs) {
        requireWindows(windows, steps, batch);
        Requirements.perOutput("labels", shape, labels, batch);
        Requirements.perOutput("outputs", shape, outputs, batch);
        Sized sized = sized(batch);
        INDArray predicted = sized.core.forward(windows, steps);
        copyOutputs(predicted, batch, outputs);
        return parameters.step(backward(sized, predicted, labels), size);
    }

    /** Leaves the gradient in {@code parameters}. */
    private double backward(Sized sized, INDArray predicted, float[] labels) {
        double loss = sized.loss.mean(predicted, labels);
        parameters.clearGradient();
        sized.core.backward(sized.loss.slopes);
        return loss;
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

    private void copyOutputs(INDArray predicted, int batch, float[] outputs) {
        float[] columns = Nd4jMemory.download(predicted);
        for (int row = 0; row < batch; row++) {
            for (int o = 0; o < shape.outputs(); o++) {
                outputs[row * shape.outputs() + o] = columns[o * batch + row];
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
