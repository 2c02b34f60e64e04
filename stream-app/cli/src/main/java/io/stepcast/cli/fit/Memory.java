package io.stepcast.cli.fit;

import io.stepcast.cli.console.UserException;
import io.stepcast.network.RecurrentShape;

/** Refuses what would not fit into memory, before a long training finds out. */
final class Memory {

    /** What is left for everything else. */
    private static final double SHARE = 0.7;

    private static final String ADVICE = " (the JVM's memory is set by STEPCAST_JAVA_OPTS=-Xmx4g, for one)";

    private Memory() {}

    /** A batch with all that the backward pass needs of it. */
    static void require(RecurrentShape shape, int batch) {
        double perStep = shape.inputs() + 6.0 * shape.layers() * shape.hidden();
        double floats = (double) batch * shape.time() * perStep + 3.0 * shape.parameters();
        require(
                floats * Float.BYTES,
                "a batch of " + batch + " windows of " + shape.time() + " time steps needs",
                "a smaller --batch, --window or --hidden");
    }

    /** All windows, each encoded by itself. */
    static void requireWindows(RecurrentShape shape, int rows) {
        require(
                (double) rows * shape.time() * shape.inputs() * Float.BYTES,
                rows + " windows of " + shape.time() + " time steps, encoded as in the job, need",
                "a smaller model.window or fewer rows");
    }

    private static void require(double bytes, String what, String wayOut) {
        double most = SHARE * Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw UserException.usage(what + " about " + mebibytes(bytes) + " MiB and there are " + mebibytes(most)
                    + " MiB for them: take " + wayOut + ", or give more memory" + ADVICE);
        }
    }

    private static long mebibytes(double bytes) {
        return Math.round(bytes / (1 << 20));
    }
}
