package io.stepcast.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Everything a network needs to go on: the same for every device, so that a state written on one continues on another.
 *
 * <p>All three arrays hold the parameters in the order, shapes and gate order (i, f, g, o) of {@code torch.nn.LSTM} with one layer,
 * then the linear head, each row-major: weight_ih_l0 [4 hidden, inputs], weight_hh_l0 [4 hidden, hidden], bias_ih_l0 [4 hidden],
 * bias_hh_l0 [4 hidden] (always zero: one bias per gate suffices), head.weight [outputs, hidden], head.bias [outputs].
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
