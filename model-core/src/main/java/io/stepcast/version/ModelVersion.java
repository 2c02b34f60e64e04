package io.stepcast.version;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowStep;
import java.util.List;

/**
 * A published version of a model, opened to predict with: the network alone, on the CPU. (What the job publishes as predictions is
 * this network's step combined with each series' own experts.) Confined to one thread.
 */
public final class ModelVersion implements AutoCloseable {

    /** Where a version's file holds its encoding. */
    public static final String ENCODING = "encoding";

    private final InputEncoding encoding;
    private final SequenceNetwork network;

    private ModelVersion(InputEncoding encoding, SequenceNetwork network) {
        this.encoding = encoding;
        this.network = network;
    }

    /**
     * Opens a version from its parameters as published: the encoding stands in the file's metadata.
     *
     * @throws IllegalArgumentException if the bytes are no such file; the message says what is missing
     */
    public static ModelVersion open(byte[] safetensors) {
        Safetensors file = Safetensors.fromBytes(safetensors);
        String json = file.metadata().get(ENCODING);
        if (json == null) {
            throw new IllegalArgumentException("the file's metadata must hold its " + ENCODING + ", got "
                    + file.metadata().keySet());
        }
        return open(file, InputEncoding.fromJson(json));
    }

    /**
     * Opens a version from any LSTM's parameters, such as PyTorch's.
     *
     * @param encoding as JSON
     * @throws IllegalArgumentException if the bytes are no such file, or the encoding is of another network
     */
    public static ModelVersion open(byte[] safetensors, String encoding) {
        return open(Safetensors.fromBytes(safetensors), InputEncoding.fromJson(encoding));
    }

    private static ModelVersion open(Safetensors file, InputEncoding encoding) {
        List<Integer> input = shape(file, "weight_ih_l0");
        List<Integer> head = shape(file, "head.weight");
        if (input.get(1) != encoding.inputs()
                || head.get(0) != encoding.features().size()) {
            throw new IllegalArgumentException("the encoding tells of " + encoding.inputs() + " inputs and "
                    + encoding.features().size() + " features, the network has " + input.get(1) + " inputs and "
                    + head.get(0) + " outputs");
        }
        NetworkShape shape = new NetworkShape(encoding.window(), encoding.inputs(), head.get(1), head.get(0));
        float[] parameters = file.parameters(shape);
        SequenceNetwork network = Networks.lstm(shape, TrainingConfig.defaults(), Networks.Device.CPU, 0);
        network.restore(NetworkState.untrained(shape, parameters));
        return new ModelVersion(encoding, network);
    }

    private static List<Integer> shape(Safetensors file, String name) {
        Safetensors.Tensor tensor = file.tensors().get(name);
        if (tensor == null || tensor.shape().size() != 2) {
            throw new IllegalArgumentException("an LSTM requires the matrix " + name + ", got "
                    + (tensor == null ? file.tensors().keySet() : "one of shape " + tensor.shape()));
        }
        return tensor.shape();
    }

    /** How this version's inputs are made. */
    public InputEncoding encoding() {
        return encoding;
    }

    /** A window for a series that this version can predict: give it readings in order, and {@link #predict} what it returns. */
    public SeriesWindow newWindow() {
        return new SeriesWindow(encoding.windowConfig());
    }

    /**
     * The network's output for an encoded window.
     *
     * @param input its real time steps, row-major; shape [1 to window, inputs]
     * @return the next step per feature in step scales; shape [features]
     * @throws IllegalArgumentException if the input has another length
     */
    public float[] predict(float[] input) {
        int steps = input.length / encoding.inputs();
        if (steps < 1 || steps > encoding.window() || steps * encoding.inputs() != input.length) {
            throw new IllegalArgumentException("a window must hold 1 to " + encoding.window() + " time steps of "
                    + encoding.inputs() + " numbers, got " + input.length + " numbers");
        }
        float[] window = new float[encoding.window() * encoding.inputs()];
        System.arraycopy(input, 0, window, window.length - input.length, input.length);
        return predict(window, steps);
    }

    private float[] predict(float[] window, int steps) {
        float[] output = new float[encoding.features().size()];
        network.predict(window, new int[] {steps}, 1, output);
        return output;
    }

    /**
     * The next reading that the network expects.
     *
     * @return per feature, in the features' units; shape [features]
     */
    public double[] predict(WindowStep step) {
        float[] steps = predict(step.input(), step.windowSteps());
        double[] expected = new double[steps.length];
        for (int f = 0; f < steps.length; f++) {
            expected[f] = step.last()[f] + steps[f] * step.stepScale()[f];
        }
        return expected;
    }

    @Override
    public void close() {
        network.close();
    }
}
