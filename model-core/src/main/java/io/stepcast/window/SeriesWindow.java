package io.stepcast.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The rolling window of one series. Confined to one thread. */
public final class SeriesWindow {

    public SeriesWindow(WindowConfig config) {
        throw new IllegalStateException("being built");
    }

    /** Numbers per time step in the network's input. */
    public static int inputs(WindowConfig config) {
        throw new IllegalStateException("being built");
    }

    /** Takes the next reading of the series, in the order of arrival. */
    public Arrival add(Reading reading) {
        throw new IllegalStateException("being built");
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        throw new IllegalStateException("being built");
    }

    /** Reads what {@link #write} wrote, continuing exactly. */
    public static SeriesWindow read(DataInput in) throws IOException {
        throw new IllegalStateException("being built");
    }
}
