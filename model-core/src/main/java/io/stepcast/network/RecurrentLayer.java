package io.stepcast.network;

import org.jspecify.annotations.Nullable;

/**
 * One layer of recurrent cells on the CPU. Sequences are time-major, [time, rows, …], so that a step of all windows is one block; a
 * layer's inputs end in a constant 1, which carries its bias.
 */
interface RecurrentLayer extends AutoCloseable {

    /** Makes room for {@code rows} windows at a time. */
    void reserve(int rows);

    /** h_t of the last {@link #forward}, shape [time, rows, hidden], and a constant 1 after each where another layer follows. */
    NativeFloats hidden();

    /**
     * Where dL/dh_t is left for {@link #backward}: shape [time, rows, hidden] where another layer follows, else [rows, hidden] for the
     * last step.
     */
    NativeFloats slopes();

    /**
     * Time steps before {@code real.begin()} are left alone.
     *
     * @param source x_t, shape [time, rows, inputs + 1]
     */
    void forward(NativeFloats source, int rows, RealSteps real);

    /**
     * Back-propagation through time, with the arguments of the last {@link #forward}.
     *
     * @param keep what to multiply the gradient by that is there already
     * @param below the layer that {@code source} comes from, or null
     */
    void backward(NativeFloats source, int rows, RealSteps real, float keep, @Nullable RecurrentLayer below);

    @Override
    void close();
}
