package io.stepcast.network;

import java.io.Serializable;

/**
 * The dimensions of a network.
 *
 * @param time time steps per window
 * @param inputs numbers per time step
 * @param hidden hidden units
 * @param outputs numbers predicted per window
 */
public record NetworkShape(int time, int inputs, int hidden, int outputs) implements Serializable {

    public NetworkShape {
        requireAtLeastOne("time", time);
        requireAtLeastOne("inputs", inputs);
        requireAtLeastOne("hidden", hidden);
        requireAtLeastOne("outputs", outputs);
    }

    /** Parameters of an LSTM of this shape with two bias vectors per gate, as {@code torch.nn.LSTM} has, and a linear head. */
    public int parameters() {
        return 4 * hidden * (inputs + hidden + 2) + outputs * (hidden + 1);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("a network's " + name + " must be at least 1, got " + value);
        }
    }
}
