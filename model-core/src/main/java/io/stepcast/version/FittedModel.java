package io.stepcast.version;

import io.stepcast.network.NetworkFile;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;

/** Weights of an offline fit, opened to predict with, on the CPU. Confined to one thread. */
public final class FittedModel implements AutoCloseable {

    private final ScaledEncoding encoding;
    private final SequenceNetwork network;

    private FittedModel(ScaledEncoding encoding, SequenceNetwork network) {
        this.encoding = encoding;
        this.network = network;
    }

    /**
     * Opens a file of weights that holds its scaled encoding in its metadata.
     *
     * @throws IllegalArgumentException if the bytes are no such file; the message says what is missing
     */
    public static FittedModel open(byte[] safetensors) {
        Safetensors file = Safetensors.fromBytes(safetensors);
        String json = file.metadata().get(ModelVersion.ENCODING);
        if (json == null || !ScaledEncoding.isOne(json)) {
            throw new IllegalArgumentException("the file's metadata must hold the encoding of an offline fit, got "
                    + (json == null ? file.metadata().keySet() : json));
        }
        ScaledEncoding encoding = ScaledEncoding.fromJson(json);
        RecurrentShape shape = NetworkFile.recurrentShape(file, encoding.window());
        int features = encoding.features().size();
        if (shape.inputs() != features || shape.outputs() != features) {
            throw new IllegalArgumentException("the encoding tells of " + features + " features, the network has "
                    + shape.inputs() + " inputs and " + shape.outputs() + " outputs");
        }
        float[] parameters = file.parameters(shape);
        SequenceNetwork network = Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, 0);
        network.restore(NetworkState.untrained(shape, parameters));
        return new FittedModel(encoding, network);
    }

    /** How inputs are made. */
    public ScaledEncoding encoding() {
        return encoding;
    }

    /**
     * What is expected after some rows.
     *
     * @param rows the last {@code window} rows, oldest first, all values known; shape [window, features]
     * @return in the features' units; shape [features]
     * @throws IllegalArgumentException if there are not as many rows as the window has time steps
     */
    public double[] next(double[][] rows) {
        int features = encoding.features().size();
        if (rows.length != encoding.window()) {
            throw new IllegalArgumentException("a window must have " + encoding.window() + " rows, got " + rows.length);
        }
        float[] input = new float[rows.length * features];
        for (int row = 0; row < rows.length; row++) {
            encoding.encode(rows[row], input, row * features);
        }
        float[] output = new float[features];
        network.predict(input, new int[] {rows.length}, 1, output);
        double[] next = rows[rows.length - 1].clone();
        for (int f = 0; f < features; f++) {
            next[f] += output[f] * encoding.units()[f];
        }
        return next;
    }

    @Override
    public void close() {
        network.close();
    }
}
