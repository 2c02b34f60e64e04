package io.stepcast.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints what the recipe's networks take on this machine: microseconds for the prediction of one window, and for a training step on
 * four. The smallest of many short runs, so that other work on the machine shows little. Run by hand; no test looks at times.
 */
final class NetworkTimes {

    private static final int TIME = 8;
    private static final int INPUTS = 53;
    private static final int OUTPUTS = 7;
    private static final int BATCH = 4;
    private static final int CALLS = 10;
    private static final int RUNS = 2000;

    private NetworkTimes() {}

    public static void main(String[] arguments) {
        Map<String, NetworkShape> shapes = new LinkedHashMap<>();
        shapes.put("LSTM 32", RecurrentShape.lstm(TIME, INPUTS, 32, OUTPUTS));
        shapes.put("LSTM 2 x 32", new RecurrentShape(Cell.LSTM, 2, TIME, INPUTS, 32, OUTPUTS));
        shapes.put("LSTM 64", RecurrentShape.lstm(TIME, INPUTS, 64, OUTPUTS));
        shapes.put("GRU 32", new RecurrentShape(Cell.GRU, 1, TIME, INPUTS, 32, OUTPUTS));
        InputView view = new Sample(1).view(TIME, INPUTS, 95);
        shapes.put("MLP 95-128-64", new FeedForwardShape(TIME, INPUTS, view, 128, 64, OUTPUTS));
        System.out.println(OpenBlas.instance().description());
        shapes.forEach(NetworkTimes::print);
    }

    private static void print(String name, NetworkShape shape) {
        Sample sample = new Sample(1);
        float[] windows = sample.windows(shape, BATCH);
        float[] labels = sample.labels(shape, BATCH);
        int[] steps = Sample.whole(shape, BATCH);
        float[] outputs = new float[BATCH * OUTPUTS];
        NetworkState initial = NetworkState.untrained(shape, ParameterLayout.draw(shape, 1));
        try (SequenceNetwork network = new CpuNetwork(shape, TrainingConfig.defaults(), initial)) {
            double predict = micros(() -> network.predict(windows, steps, 1, outputs));
            double train = micros(() -> network.train(windows, steps, labels, BATCH, 1e-3, outputs));
            System.out.printf(
                    "%-14s %6d parameters  predict %6.2f µs  train %6.2f µs%n",
                    name, shape.parameters(), predict, train);
        }
    }

    private static double micros(Runnable call) {
        long best = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return best / 1e3 / CALLS;
    }
}
