package io.stepcast.learn;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingStep;
import java.util.Arrays;

/**
 * A network of one linear layer on the newest time step, trained by plain gradient descent: small, exact, and the same for a window
 * whatever its neighbours in a batch. Its weights stand at the front of an LSTM's parameters of the same shape; the rest is zero.
 */
public final class LinearNetwork implements SequenceNetwork {

    private final NetworkShape shape;
    private float[] weights;
    private long taken;
    private boolean closed;

    public LinearNetwork(NetworkShape shape) {
        this.shape = shape;
        weights = new float[shape.parameters()];
    }

    @Override
    public NetworkShape shape() {
        return shape;
    }

    @Override
    public String device() {
        return "plain Java";
    }

    @Override
    public void predict(float[] windows, int[] steps, int batch, float[] outputs) {
        for (int b = 0; b < batch; b++) {
            for (int o = 0; o < shape.outputs(); o++) {
                outputs[b * shape.outputs() + o] = (float) output(windows, b, o);
            }
        }
    }

    private double output(float[] windows, int b, int o) {
        int row = (b * shape.time() + shape.time() - 1) * shape.inputs();
        int at = o * (shape.inputs() + 1);
        double sum = weights[at + shape.inputs()];
        for (int i = 0; i < shape.inputs(); i++) {
            sum += (double) weights[at + i] * windows[row + i];
        }
        return sum;
    }

    @Override
    public double gradient(float[] windows, int[] steps, float[] labels, int batch, float[] gradient) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        double share = 1.0 / (batch * shape.outputs());
        for (int b = 0; b < batch; b++) {
            int row = (b * shape.time() + shape.time() - 1) * shape.inputs();
            for (int o = 0; o < shape.outputs(); o++) {
                float label = labels[b * shape.outputs() + o];
                if (!Float.isNaN(label)) {
                    double error = output(windows, b, o) - label;
                    double pull = Math.max(-1, Math.min(1, error));
                    loss += share * (2 * pull * error - pull * pull);
                    int at = o * (shape.inputs() + 1);
                    for (int i = 0; i < shape.inputs(); i++) {
                        gradient[at + i] += (float) (2 * share * pull * windows[row + i]);
                    }
                    gradient[at + shape.inputs()] += (float) (2 * share * pull);
                }
            }
        }
        return loss;
    }

    @Override
    public TrainingStep train(
            float[] windows, int[] steps, float[] labels, int batch, double learningRate, float[] outputs) {
        predict(windows, steps, batch, outputs);
        float[] gradient = new float[weights.length];
        double loss = gradient(windows, steps, labels, batch, gradient);
        double square = 0;
        for (float g : gradient) {
            square += (double) g * g;
        }
        double norm = Math.sqrt(square);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return new TrainingStep.Refused(loss, norm);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= (float) (learningRate * gradient[i]);
        }
        taken++;
        return new TrainingStep.Applied(loss, norm);
    }

    @Override
    public NetworkState state() {
        return new NetworkState(shape, weights.clone(), new float[weights.length], new float[weights.length], taken);
    }

    @Override
    public void restore(NetworkState state) {
        if (!state.shape().equals(shape)) {
            throw new IllegalArgumentException("required the state of " + shape + ", got " + state.shape());
        }
        weights = state.parameters().clone();
        taken = state.steps();
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }
}
