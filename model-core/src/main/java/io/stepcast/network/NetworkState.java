package io.stepcast.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Everything a network needs to go on: the same for every device, so that a state written on one continues on another.
 *
 * <p>All three arrays hold the parameters row-major in the order, shapes and gate order that PyTorch has them. Recurrent: per layer k
 * those of {@code torch.nn.LSTM} (gates i, f, g, o) or {@code torch.nn.GRU} (r, z, n), with G = 4 or 3: weight_ih_lk [G hidden,
 * inputs of the layer], weight_hh_lk [G hidden, hidden], bias_ih_lk [G hidden], bias_hh_lk [G hidden] (always zero, because one bias
 * per gate suffices, but for the last third of a GRU's); then head.weight [outputs, hidden], head.bias [outputs]. Feed-forward: as
 * {@code torch.nn.Sequential} has them, 0.weight [hidden1, width], 0.bias, 2.weight [hidden2, hidden1], 2.bias, 4.weight [outputs,
 * hidden2], 4.bias.
 *
 * @param shape the network's dimensions
 * @param parameters the weights and biases; length {@link NetworkShape#parameters()}
 * @param firstMoment Adam's running mean of the gradient, same layout
 * @param secondMoment Adam's running mean of the squared gradient, same layout
 * @param steps optimiser steps taken so far
 */
public record NetworkState(
        NetworkShape shape, float[] parameters, float[] firstMoment, float[] secondMoment, long steps) {

    public NetworkState {
        requireLength("parameters", shape, parameters);
        requireLength("first moment", shape, firstMoment);
        requireLength("second moment", shape, secondMoment);
        if (steps < 0) {
            throw new IllegalArgumentException("optimiser steps must not be negative, got " + steps);
        }
    }

    /** The state of a network that has taken no step yet. */
    public static NetworkState untrained(NetworkShape shape, float[] parameters) {
        return new NetworkState(shape, parameters, new float[shape.parameters()], new float[shape.parameters()], 0);
    }

    /** Writes this state in the versioned form that {@link #read} takes. */
    public void write(DataOutput out) throws IOException {
        NetworkStateFormat.write(this, out);
    }

    /**
     * Reads a state that {@link #write} of this or an earlier version has written.
     *
     * @throws IOException if the bytes are not such a state, or end early
     */
    public static NetworkState read(DataInput in) throws IOException {
        return NetworkStateFormat.read(in);
    }

    private static void requireLength(String name, NetworkShape shape, float[] array) {
        if (array.length != shape.parameters()) {
            throw new IllegalArgumentException("the " + name + " of " + shape + " must hold " + shape.parameters()
                    + " numbers, got " + array.length);
        }
    }
}
