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

    /** Keeps the count of parameters within 64 bits. */
    private static final int MOST = 1 << 24;

    public NetworkShape {
        requireAtLeastOne("time", time);
        requireAtLeastOne("inputs", inputs);
        requireAtLeastOne("hidden", hidden);
        requireAtLeastOne("outputs", outputs);
        long count = 4L * hidden * ((long) inputs + hidden + 2) + (long) outputs * (hidden + 1L);
        if (hidden > MOST || inputs > MOST || outputs > MOST || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a network may have at most " + Integer.MAX_VALUE + " parameters; time "
                    + time + ", inputs " + inputs + ", hidden " + hidden + ", outputs " + outputs + " ask for more");
        }
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
