package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every device must do, held against {@link ReferenceNetwork}. */
abstract class SequenceNetworkConformance {

    private static final TrainingConfig DEFAULTS = TrainingConfig.defaults();

    /** 5 time steps of 4 inputs, 3 outputs. */
    private final NetworkShape shape = shape(5, 4, 8, 3);

    /** A shape of the kind under test. */
    abstract NetworkShape shape(int time, int inputs, int hidden, int outputs);

    abstract SequenceNetwork network(TrainingConfig training, NetworkState initial);

    /** How large a batch of windows of 60 steps is: on the CPU more than are worked on together. */
    int manyWindows() {
        return 301;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void predictionsAndGradientsAgreeWithTheReference(long seed) {
        Sample sample = new Sample(seed);
        NetworkShape drawn = draw(seed);
        int batch = sample.batch();
        NetworkState state = sample.state(drawn);
        float[] windows = sample.windows(drawn, batch);
        int[] steps = sample.steps(drawn, batch);
        float[] labels = sample.labels(drawn, batch);
        ReferenceNetwork reference = new ReferenceNetwork(state, DEFAULTS);
        float[] outputs = new float[batch * drawn.outputs()];
        float[] gradient = new float[drawn.parameters()];

        double loss;
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            network.predict(windows, steps, batch, outputs);
            loss = network.gradient(windows, steps, labels, batch, gradient);
            assertSameBits(network.state(), state);
        }

        assertClose(outputs, reference.predict(windows, steps, batch), 2e-5);
        assertThat(loss).isCloseTo(reference.loss(windows, steps, labels, batch), within(1e-5));
        assertClose(gradient, reference.gradient(windows, steps, labels, batch), 2e-5);
    }

    private NetworkShape draw(long seed) {
        Random random = new Random(seed);
        return shape(1 + random.nextInt(9), 1 + random.nextInt(12), 1 + random.nextInt(20), 1 + random.nextInt(6));
    }

    /** The weights that give the outputs. */
    private static ParameterLayout.Block head(NetworkShape shape) {
        List<ParameterLayout.Block> blocks = new ParameterLayout(shape).blocks();
        return blocks.get(blocks.size() - 2);
    }

    static LongStream seeds() {
        return Seeds.first(30);
    }

    @Test
    void aStepIsThatOfTextbookAdamW() {
        Sample sample = new Sample(1);
        NetworkState state = sample.state(shape);
        ReferenceNetwork reference = new ReferenceNetwork(state, DEFAULTS);
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            for (int step = 0; step < 50; step++) {
                int batch = sample.batch();
                float[] windows = sample.windows(shape, batch);
                int[] steps = sample.steps(shape, batch);
                float[] labels = sample.labels(shape, batch);
                float[] outputs = new float[batch * shape.outputs()];
                double[] expected = reference.predict(windows, steps, batch);
                reference.train(windows, steps, labels, batch, 1e-3);
                network.train(windows, steps, labels, batch, 1e-3, outputs);
                assertClose(outputs, expected, 1e-4);
            }
            assertClose(network.state().parameters(), reference.parameters, 1e-4);
            assertThat(network.state().steps()).isEqualTo(50);
        }
    }

    @Test
    void aLongGradientIsClippedToItsNormAndReportedUnclipped() {
        TrainingConfig clipped = new TrainingConfig(0.9, 0.999, 0.1, 1e-3, 0.5);
        Sample sample = new Sample(2);
        NetworkState state = sample.state(shape);
        float[] windows = sample.windows(shape, 4);
        int[] steps = sample.steps(shape, 4);
        float[] labels = sample.labels(shape, 4);
        ReferenceNetwork reference = new ReferenceNetwork(state, clipped);
        double loss = reference.loss(windows, steps, labels, 4);
        double norm = ReferenceNetwork.norm(reference.gradient(windows, steps, labels, 4));
        assertThat(norm).isGreaterThan(clipped.gradientClipNorm());
        try (SequenceNetwork network = network(clipped, state)) {
            TrainingStep.Applied applied =
                    (TrainingStep.Applied) network.train(windows, steps, labels, 4, 1e-3, new float[27]);
            NetworkState after = network.state();
            assertThat(applied.loss()).isCloseTo(loss, within(1e-5));
            assertThat(applied.gradientNorm()).isCloseTo(norm, within(1e-5));
            double firstMomentNorm = 0;
            for (float value : after.firstMoment()) {
                firstMomentNorm += (double) value * value;
            }
            assertThat(Math.sqrt(firstMomentNorm)).isCloseTo(0.1 * 1e-3, within(1e-9));
        }
    }

    @Test
    void aMissingLabelAddsNeitherLossNorGradient() {
        Sample sample = new Sample(3);
        NetworkState state = sample.state(shape);
        float[] windows = sample.windows(shape, 2);
        int[] steps = sample.steps(shape, 2);
        float[] none = new float[2 * shape.outputs()];
        Arrays.fill(none, Float.NaN);
        float[] gradient = new float[shape.parameters()];
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            assertThat(network.gradient(windows, steps, none, 2, gradient)).isZero();
            assertThat(gradient).containsOnly(0f);
        }
    }

    @Test
    void learningLowersTheLoss() {
        Sample sample = new Sample(4);
        float[] windows = sample.windows(shape, 8);
        int[] steps = sample.steps(shape, 8);
        float[] labels = sample.labels(shape, 8);
        try (SequenceNetwork network =
                network(DEFAULTS, NetworkState.untrained(shape, ParameterLayout.draw(shape, 4)))) {
            double first =
                    ((TrainingStep.Applied) network.train(windows, steps, labels, 8, 1e-2, new float[27])).loss();
            double last = first;
            for (int step = 0; step < 200; step++) {
                last = ((TrainingStep.Applied) network.train(windows, steps, labels, 8, 1e-2, new float[27])).loss();
            }
            assertThat(last).isLessThan(0.4 * first);
        }
    }

    @Test
    void aStepThatIsNotFiniteIsRefusedAndChangesNoBit() {
        Sample sample = new Sample(5);
        float[] windows = sample.windows(shape, 4);
        int[] steps = sample.steps(shape, 4);
        float[] labels = sample.labels(shape, 4);
        labels[0] = 1;
        steps[0] = shape.time();
        try (SequenceNetwork network = network(DEFAULTS, sample.state(shape))) {
            network.train(windows, steps, labels, 4, 1e-3, new float[27]);
            NetworkState before = network.state();
            float[] badWindows = windows.clone();
            Arrays.fill(badWindows, 0, shape.time() * shape.inputs(), Float.NaN);
            assertThat(network.train(badWindows, steps, labels, 4, 1e-3, new float[27]))
                    .isInstanceOf(TrainingStep.Refused.class);
            assertSameBits(network.state(), before);
            float[] badLabels = labels.clone();
            badLabels[0] = Float.NEGATIVE_INFINITY;
            assertThat(network.train(windows, steps, badLabels, 4, 1e-3, new float[27]))
                    .isInstanceOf(TrainingStep.Refused.class);
            assertSameBits(network.state(), before);

            assertThat(network.train(windows, steps, labels, 4, 1e-3, new float[27]))
                    .isInstanceOf(TrainingStep.Applied.class);
        }
    }

    @Test
    void aRestoredNetworkGoesOnAsIfUninterruptedBitForBit() {
        Sample sample = new Sample(6);
        NetworkState initial = sample.state(shape);
        float[][] windows = new float[13][];
        float[][] labels = new float[13][];
        for (int step = 0; step < 13; step++) {
            windows[step] = sample.windows(shape, 1 + step % 5);
            labels[step] = sample.labels(shape, 1 + step % 5);
        }
        NetworkState uninterrupted;
        NetworkState halfway;
        try (SequenceNetwork network = network(DEFAULTS, initial)) {
            train(network, windows, labels, 0, 7);
            halfway = network.state();
            train(network, windows, labels, 7, 13);
            uninterrupted = network.state();
        }
        try (SequenceNetwork network = network(DEFAULTS, initial)) {
            network.restore(halfway);
            train(network, windows, labels, 7, 13);
            assertSameBits(network.state(), uninterrupted);
        }
        try (SequenceNetwork network = network(DEFAULTS, initial)) {
            train(network, windows, labels, 0, 13);
            assertSameBits(network.state(), uninterrupted);
        }
    }

    /** A big batch is that of its windows one by one: its gradient is their mean. */
    @Test
    void batchesOfAnySizeFollowEachOther() {
        NetworkShape longer = shape(60, 2, 32, 2);
        Sample sample = new Sample(7);
        // A new network's weights: with bigger ones 60 steps are chaotic and magnify every rounding.
        NetworkState state = NetworkState.untrained(longer, ParameterLayout.draw(longer, 7));
        Arrays.fill(state.parameters(), head(longer).offset(), longer.parameters(), 0.3f);
        int most = manyWindows();
        float[] windows = sample.windows(longer, most);
        int[] steps = sample.steps(longer, most);
        float[] labels = sample.labels(longer, most);
        double[] predicted = new double[most * 2];
        double[] losses = new double[most];
        float[][] gradients = new float[most][longer.parameters()];
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            float[] output = new float[2];
            for (int i = 0; i < most; i++) {
                float[] window = Arrays.copyOfRange(windows, i * 120, (i + 1) * 120);
                int[] step = {steps[i]};
                network.predict(window, step, 1, output);
                losses[i] =
                        network.gradient(window, step, Arrays.copyOfRange(labels, 2 * i, 2 * i + 2), 1, gradients[i]);
                predicted[2 * i] = output[0];
                predicted[2 * i + 1] = output[1];
            }
            for (int batch : new int[] {1, 5, most - 1, 3, most}) {
                float[] outputs = new float[batch * 2];
                float[] gradient = new float[longer.parameters()];
                network.predict(windows, steps, batch, outputs);
                double loss = network.gradient(windows, steps, labels, batch, gradient);
                double[] expected = new double[gradient.length];
                for (int i = 0; i < batch; i++) {
                    for (int p = 0; p < expected.length; p++) {
                        expected[p] += (double) gradients[i][p] / batch;
                    }
                }
                assertClose(outputs, Arrays.copyOf(predicted, 2 * batch), 1e-4);
                assertThat(loss)
                        .isCloseTo(Arrays.stream(losses, 0, batch).average().orElseThrow(), within(1e-4));
                assertClose(gradient, expected, 1e-4);
            }
        }
    }

    @ParameterizedTest(name = "{0} time steps of {1} inputs, {2} outputs")
    @Tag("large")
    @CsvSource({"1, 1, 1", "1, 500, 500", "512, 1, 1", "512, 3, 2"})
    void fewAndManyFeaturesAndStepsAreWelcome(int time, int inputs, int outputs) {
        NetworkShape wide = shape(time, inputs, 8, outputs);
        Sample sample = new Sample(14);
        NetworkState state = NetworkState.untrained(wide, ParameterLayout.draw(wide, 14));
        Arrays.fill(state.parameters(), head(wide).offset(), wide.parameters(), 0.3f);
        ReferenceNetwork reference = new ReferenceNetwork(state, DEFAULTS);
        float[] windows = sample.windows(wide, 3);
        int[] steps = sample.steps(wide, 3);
        float[] labels = sample.labels(wide, 3);
        float[] outputsOf = new float[3 * outputs];
        float[] gradient = new float[wide.parameters()];
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            network.predict(windows, steps, 3, outputsOf);
            double loss = network.gradient(windows, steps, labels, 3, gradient);
            assertClose(outputsOf, reference.predict(windows, steps, 3), 1e-4);
            assertThat(loss).isCloseTo(reference.loss(windows, steps, labels, 3), within(1e-4));
            assertClose(gradient, reference.gradient(windows, steps, labels, 3), 1e-4);
        }
    }

    /** What one batch left behind must not show in the next, whichever of its steps are real. */
    @Test
    void theGradientOfABatchDoesNotDependOnTheBatchBefore() {
        Sample sample = new Sample(15);
        NetworkState state = sample.state(shape);
        float[] windows = sample.windows(shape, 3);
        float[] labels = {1, 2, 3, 1, 2, 3, 1, 2, 3};
        float[] alone = new float[shape.parameters()];
        float[] after = new float[shape.parameters()];
        try (SequenceNetwork network = network(DEFAULTS, state);
                SequenceNetwork used = network(DEFAULTS, state)) {
            network.gradient(windows, new int[] {1, 1}, labels, 2, alone);
            used.gradient(windows, new int[] {5, 3, 1}, labels, 3, after);
            used.gradient(windows, new int[] {1, 1}, labels, 2, after);
        }
        assertThat(after).isEqualTo(alone);
    }

    @Test
    void longerArraysThanNeededAreWelcomeAndTheirRestIsLeftAlone() {
        Sample sample = new Sample(8);
        float[] windows = sample.windows(shape, 3);
        int[] steps = sample.steps(shape, 3);
        float[] exact = new float[2 * shape.outputs()];
        float[] longer = new float[3 * shape.outputs()];
        Arrays.fill(longer, 7);
        try (SequenceNetwork network = network(DEFAULTS, sample.state(shape))) {
            network.predict(windows, steps, 2, exact);
            network.predict(windows, steps, 2, longer);
        }
        assertThat(longer).startsWith(exact).endsWith(7f, 7f, 7f);
    }

    @Test
    void whatStandsBeforeAWindowsRealStepsIsNotLookedAt() {
        Sample sample = new Sample(11);
        NetworkState state = sample.state(shape);
        float[] windows = sample.windows(shape, 2);
        float[] labels = sample.labels(shape, 2);
        int[] steps = {2, 5};
        float[] other = windows.clone();
        Arrays.fill(other, 0, 3 * shape.inputs(), Float.NaN);
        float[] outputs = new float[6];
        float[] otherOutputs = new float[6];
        try (SequenceNetwork network = network(DEFAULTS, state);
                SequenceNetwork otherNetwork = network(DEFAULTS, state)) {
            network.train(windows, steps, labels, 2, 1e-3, outputs);
            otherNetwork.train(other, steps, labels, 2, 1e-3, otherOutputs);
            assertThat(otherOutputs).isEqualTo(outputs);
            assertSameBits(otherNetwork.state(), network.state());
        }
    }

    @Test
    void theOutputsOfARefusedStepAreGivenToo() {
        Sample sample = new Sample(13);
        float[] windows = sample.windows(shape, 2);
        int[] steps = sample.steps(shape, 2);
        float[] labels = sample.labels(shape, 2);
        labels[0] = Float.POSITIVE_INFINITY;
        float[] predicted = new float[6];
        float[] outputs = new float[6];
        try (SequenceNetwork network = network(DEFAULTS, sample.state(shape))) {
            network.predict(windows, steps, 2, predicted);
            assertThat(network.train(windows, steps, labels, 2, 1e-3, outputs))
                    .isInstanceOf(TrainingStep.Refused.class);
        }
        assertThat(outputs).isEqualTo(predicted);
    }

    @Test
    void wrongArgumentsAreRefused() {
        Sample sample = new Sample(9);
        float[] windows = sample.windows(shape, 2);
        int[] steps = sample.steps(shape, 2);
        float[] labels = sample.labels(shape, 2);
        float[] gradient = new float[shape.parameters()];
        NetworkState state = sample.state(shape);
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.predict(windows, steps, 3, new float[9]))
                    .withMessage("the windows of a batch of 3 must hold 60 numbers, got 40");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.predict(windows, steps, 2, new float[5]))
                    .withMessage("the outputs of a batch of 2 must hold 6 numbers, got 5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.predict(windows, new int[1], 2, labels))
                    .withMessage("the steps of a batch of 2 must hold 2 numbers, got 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.predict(windows, new int[] {5, 0}, 2, labels))
                    .withMessage("the steps of a window must be 1 to 5, got 0 for window 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.train(windows, new int[] {6, 5}, labels, 2, 1e-3, new float[6]))
                    .withMessage("the steps of a window must be 1 to 5, got 6 for window 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.train(windows, steps, labels, 2, 1e-3, new float[5]))
                    .withMessage("the outputs of a batch of 2 must hold 6 numbers, got 5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.predict(windows, steps, 0, labels))
                    .withMessage("a batch must hold at least 1 window, got 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.train(windows, steps, new float[5], 2, 1e-3, new float[6]))
                    .withMessage("the labels of a batch of 2 must hold 6 numbers, got 5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.gradient(windows, steps, labels, 2, new float[gradient.length - 1]))
                    .withMessageContaining(
                            "needs room for " + gradient.length + " numbers, got " + (gradient.length - 1));
            for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> network.train(windows, steps, labels, 2, rate, new float[27]))
                        .withMessage("the learning rate must be finite and above 0, got " + rate);
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.restore(sample.state(shape(5, 4, 8, 2))))
                    .withMessageContaining("outputs=3")
                    .withMessageContaining("outputs=2");
            assertSameBits(network.state(), state);
        }
    }

    @Test
    void aClosedNetworkSaysSo() {
        Sample sample = new Sample(10);
        SequenceNetwork network = network(DEFAULTS, sample.state(shape));
        network.close();
        network.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> network.predict(sample.windows(shape, 1), new int[] {5}, 1, new float[3]))
                .withMessage("this network is closed");
        assertThatIllegalStateException().isThrownBy(network::state);
    }

    static void train(SequenceNetwork network, float[][] windows, float[][] labels, int from, int to) {
        for (int step = from; step < to; step++) {
            int batch = labels[step].length / network.shape().outputs();
            network.train(
                    windows[step], Sample.whole(network.shape(), batch), labels[step], batch, 1e-3, new float[27]);
        }
    }

    static void assertClose(float[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            // An assertion for each of many thousand numbers would take most of a test's time.
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
                assertThat((double) actual[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
            }
        }
    }

    static void assertSameBits(NetworkState actual, NetworkState expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.steps()).isEqualTo(expected.steps());
        assertThat(bits(actual.parameters())).isEqualTo(bits(expected.parameters()));
        assertThat(bits(actual.firstMoment())).isEqualTo(bits(expected.firstMoment()));
        assertThat(bits(actual.secondMoment())).isEqualTo(bits(expected.secondMoment()));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
