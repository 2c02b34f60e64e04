package io.stepcast.fit;

import io.stepcast.network.NetworkState;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingStep;
import io.stepcast.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains a network on windows: in epochs, each over all training windows in an order drawn anew, in batches, until the epochs are over
 * or the validation loss has not improved for as many epochs as patience lasts. The weights of the best epoch are kept. What comes
 * out depends on the windows, the configuration and the seed alone. Confined to one thread; the network stays its maker's.
 */
public final class Fit {

    /** So that the order of windows has nothing to do with initial weights drawn from the same seed. */
    private static final long ORDER = 0x5DEECE66DL;

    private final SequenceNetwork network;
    private final FitWindows windows;
    private final FitConfig config;
    private final float[] inputs;
    private final int[] steps;
    private final float[] labels;
    private final float[] outputs;

    /** @throws IllegalArgumentException if the windows don't fit the network */
    public Fit(SequenceNetwork network, FitWindows windows, FitConfig config) {
        requireSame("time steps", network.shape().time(), windows.time());
        requireSame("inputs", network.shape().inputs(), windows.inputs());
        requireSame("outputs", network.shape().outputs(), windows.outputs());
        this.network = network;
        this.windows = windows;
        this.config = config;
        int batch = Math.max(
                1,
                Math.min(config.batch(), Math.max(windows.size(), windows.ends().size())));
        inputs = new float[Math.multiplyExact(batch, windows.time() * windows.inputs())];
        steps = new int[batch];
        labels = new float[batch * windows.outputs()];
        outputs = new float[batch * windows.outputs()];
    }

    private static void requireSame(String name, int network, int windows) {
        if (network != windows) {
            throw new IllegalArgumentException(
                    "a network of " + network + " " + name + " can't learn from windows of " + windows);
        }
    }

    /**
     * Trains the network.
     *
     * @throws LossNotFiniteException if a loss is no finite number
     */
    public FitResult train(FitListener listener) {
        beginAtMeanLabel();
        int[] order = windows.split().training().clone();
        SplitMix64 random = new SplitMix64(config.seed() ^ ORDER);
        List<Epoch> epochs = new ArrayList<>();
        boolean validated = windows.split().validation().length > 0;
        double least = Double.POSITIVE_INFINITY;
        int best = 0;
        NetworkState kept = network.state();
        for (int number = 1; number <= config.epochs(); number++) {
            shuffle(order, random);
            double training = trainOn(order, number, listener);
            double validation = validated ? validationLoss(number) : Double.NaN;
            Epoch epoch = new Epoch(number, training, validation);
            epochs.add(epoch);
            listener.epoch(epoch);
            if (!validated || validation < least) {
                least = validation;
                best = number;
                if (validated) {
                    kept = network.state();
                }
            } else if (config.patience() > 0 && number - best >= config.patience()) {
                network.restore(kept);
                return new FitResult(epochs, best, true, kept);
            }
        }
        if (validated) {
            network.restore(kept);
        } else {
            kept = network.state();
        }
        return new FitResult(epochs, best, false, kept);
    }

    /** The head's bias, zero in a new network, becomes the training labels' mean: the first prediction is the usual step. */
    private void beginAtMeanLabel() {
        NetworkState state = network.state();
        float[] parameters = state.parameters().clone();
        for (int f = 0; f < windows.outputs(); f++) {
            double sum = 0;
            int count = 0;
            for (int window : windows.split().training()) {
                float step = windows.label(window).step()[f];
                if (!Float.isNaN(step)) {
                    sum += step;
                    count++;
                }
            }
            if (count > 0) {
                parameters[parameters.length - windows.outputs() + f] += (float) (sum / count);
            }
        }
        network.restore(NetworkState.untrained(state.shape(), parameters));
    }

    /** Fisher and Yates (1938), as Durstenfeld (1964) has it. */
    private static void shuffle(int[] order, SplitMix64 random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.next(i + 1);
            int window = order[i];
            order[i] = order[other];
            order[other] = window;
        }
    }

    private double trainOn(int[] order, int epoch, FitListener listener) {
        double sum = 0;
        for (int from = 0; from < order.length; from += steps.length) {
            int count = fill(order, from);
            TrainingStep step = network.train(inputs, steps, labels, count, config.learningRate(), outputs);
            if (!(step instanceof TrainingStep.Applied applied)) {
                double loss = ((TrainingStep.Refused) step).loss();
                throw Double.isFinite(loss)
                        ? new LossNotFiniteException(
                                "gradient's norm",
                                epoch,
                                ((TrainingStep.Refused) step).gradientNorm(),
                                config.learningRate())
                        : new LossNotFiniteException("training loss", epoch, loss, config.learningRate());
            }
            sum += applied.loss() * count;
            listener.batch(epoch, (long) (epoch - 1) * order.length + from + count, sum / (from + count));
        }
        return sum / order.length;
    }

    /** Copies the windows from {@code from} on, as many as a batch holds. */
    private int fill(int[] order, int from) {
        int count = Math.min(steps.length, order.length - from);
        int inputLength = windows.time() * windows.inputs();
        for (int i = 0; i < count; i++) {
            int window = order[from + i];
            windows.input(window, inputs, i * inputLength);
            steps[i] = windows.steps(window);
            System.arraycopy(windows.label(window).step(), 0, labels, i * windows.outputs(), windows.outputs());
        }
        return count;
    }

    /** As the network computes it: summed over the labels that are present, divided by windows × features. */
    private double validationLoss(int epoch) {
        int[] validation = windows.split().validation();
        double sum = 0;
        for (int from = 0; from < validation.length; from += steps.length) {
            int count = fill(validation, from);
            network.predict(inputs, steps, count, outputs);
            for (int i = 0; i < count * windows.outputs(); i++) {
                if (!Float.isNaN(labels[i])) {
                    sum += huber((double) outputs[i] - labels[i]);
                }
            }
        }
        double loss = sum / ((double) validation.length * windows.outputs());
        if (!Double.isFinite(loss)) {
            throw new LossNotFiniteException("validation loss", epoch, loss, config.learningRate());
        }
        return loss;
    }

    /** The loss of "as it was last" over some windows: what a validation loss must be below to be of use. */
    public double persistenceLoss(int[] numbers) {
        double sum = 0;
        for (int window : numbers) {
            for (float step : windows.label(window).step()) {
                sum += Float.isNaN(step) ? 0 : huber(step);
            }
        }
        return sum / ((double) numbers.length * windows.outputs());
    }

    private double huber(double error) {
        double clamped = Math.max(-config.huberThreshold(), Math.min(config.huberThreshold(), error));
        return clamped * (2 * error - clamped);
    }

    /** Predicts the labels of some windows, in their order. */
    public void predict(int[] numbers, Consumer<FitOutcome> outcomes) {
        for (int from = 0; from < numbers.length; from += steps.length) {
            int count = fill(numbers, from);
            network.predict(inputs, steps, count, outputs);
            for (int i = 0; i < count; i++) {
                FitWindows.Label label = windows.label(numbers[from + i]);
                outcomes.accept(new FitOutcome(
                        label.series(),
                        label.time(),
                        label.observed(),
                        expected(label.last(), label.unit(), i),
                        label.last()));
            }
        }
    }

    /** What is expected after the last row of each series. */
    public List<NextStep> next() {
        List<NextStep> next = new ArrayList<>();
        for (FitWindows.Last end : windows.ends()) {
            System.arraycopy(end.input(), 0, inputs, 0, end.input().length);
            steps[0] = end.steps();
            network.predict(inputs, steps, 1, outputs);
            next.add(new NextStep(end.series(), expected(end.last(), end.unit(), 0)));
        }
        return next;
    }

    private double[] expected(double[] last, double[] unit, int row) {
        double[] expected = new double[last.length];
        for (int f = 0; f < last.length; f++) {
            expected[f] = last[f] + outputs[row * last.length + f] * unit[f];
        }
        return expected;
    }
}
