package io.stepcast.fit;

import io.stepcast.network.Cell;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Series and networks for tests. */
final class Fits {

    static final TrainingConfig TRAINING = new TrainingConfig(0.9, 0.999, 0.01, 1, Double.POSITIVE_INFINITY);

    private Fits() {}

    /** One feature, times 0, 1, 2, … */
    static FitSeries series(String name, int rows, IntToDoubleFunction value) {
        return series(name, rows, 1, row -> new double[] {value.applyAsDouble(row)});
    }

    interface Row {
        double[] at(int row);
    }

    static FitSeries series(String name, int rows, long step, Row row) {
        long[] times = new long[rows];
        double[][] values = new double[rows][];
        for (int i = 0; i < rows; i++) {
            times[i] = i * step;
            values[i] = row.at(i);
        }
        return new FitSeries(name, times, values);
    }

    /** A wave of 12 rows with a little noise. */
    static FitSeries wave(String name, int rows, long seed) {
        Random random = new Random(seed);
        return series(name, rows, row -> 100 + 10 * StrictMath.sin(2 * Math.PI * row / 12) + random.nextGaussian());
    }

    static SequenceNetwork network(FitWindows windows, int hidden, long seed) {
        return network(windows, Cell.LSTM, 1, hidden, seed);
    }

    static SequenceNetwork network(FitWindows windows, Cell cell, int layers, int hidden, long seed) {
        RecurrentShape shape =
                new RecurrentShape(cell, layers, windows.time(), windows.inputs(), hidden, windows.outputs());
        return Networks.create(shape, TRAINING, Networks.Device.CPU, seed);
    }

    static FitConfig config(int epochs, int batch) {
        return new FitConfig(epochs, batch, 1e-3, 0, 42, Double.POSITIVE_INFINITY);
    }
}
