package io.stepcast.version;

import io.stepcast.network.NetworkFile;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowStep;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A published version of a model, opened to predict with: its networks alone, on the CPU. (What the job publishes as predictions is
 * their steps combined with each series' own experts.) Confined to one thread.
 */
public final class ModelVersion implements AutoCloseable {

    /** Where a version's file holds its encoding. */
    public static final String ENCODING = "encoding";

    private final InputEncoding encoding;
    private final Map<String, SequenceNetwork> members;

    private ModelVersion(InputEncoding encoding, Map<String, SequenceNetwork> members) {
        this.encoding = encoding;
        this.members = Collections.unmodifiableMap(members);
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
     * Opens a version from any LSTM's or GRU's parameters, such as PyTorch's, or from those of several networks, see {@link
     * NetworkFile}.
     *
     * @param encoding as JSON
     * @throws IllegalArgumentException if the bytes are no such file, or the encoding is of another network
     */
    public static ModelVersion open(byte[] safetensors, String encoding) {
        return open(Safetensors.fromBytes(safetensors), InputEncoding.fromJson(encoding));
    }

    private static ModelVersion open(Safetensors file, InputEncoding encoding) {
        Map<String, NetworkState> states = NetworkFile.read(file, encoding.window(), encoding.inputs());
        Map<String, SequenceNetwork> members = new LinkedHashMap<>();
        try {
            states.forEach((name, state) -> members.put(name, open(name, state, encoding)));
            return new ModelVersion(encoding, members);
        } catch (IllegalArgumentException e) {
            members.values().forEach(SequenceNetwork::close);
            throw e;
        }
    }

    private static SequenceNetwork open(String name, NetworkState state, InputEncoding encoding) {
        if (state.shape().outputs() != encoding.features().size()) {
            throw new IllegalArgumentException("the encoding tells of "
                    + encoding.features().size() + " features, the network" + (name.isEmpty() ? "" : " " + name)
                    + " has " + state.shape().outputs() + " outputs");
        }
        SequenceNetwork network = Networks.create(state.shape(), TrainingConfig.defaults(), Networks.Device.CPU, 0);
        network.restore(state);
        return network;
    }

    /** How this version's inputs are made. */
    public InputEncoding encoding() {
        return encoding;
    }

    /** A window for a series that this version can predict: give it readings in order, and {@link #predict} what it returns. */
    public SeriesWindow newWindow() {
        return new SeriesWindow(encoding.windowConfig());
    }

    /** The networks, by name; that of a single one may be empty. They are this version's: nobody trains or closes them. */
    public Map<String, SequenceNetwork> members() {
        return members;
    }

    /**
     * The mean of the networks' outputs for an encoded window.
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
        float[] mean = new float[encoding.features().size()];
        float[] output = new float[mean.length];
        float share = 1f / members.size();
        for (SequenceNetwork member : members.values()) {
            member.predict(window, new int[] {steps}, 1, output);
            for (int f = 0; f < mean.length; f++) {
                mean[f] += share * output[f];
            }
        }
        return mean;
    }

    /**
     * The next reading that the networks expect.
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
        members.values().forEach(SequenceNetwork::close);
    }
}
