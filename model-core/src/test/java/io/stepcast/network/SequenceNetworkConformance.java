package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every device must do, held against {@link ReferenceLstm}. */
abstract class SequenceNetworkConformance {

    private static final NetworkShape SHAPE = new NetworkShape(5, 4, 8, 3);
    private static final TrainingConfig DEFAULTS = TrainingConfig.defaults();

    abstract SequenceNetwork network(TrainingConfig training, NetworkState initial);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void predictionsAndGradientsAgreeWithTheReference(long seed) {
        Sample sample = new Sample(seed);
        NetworkShape shape = sample.shape();
        int batch = sample.batch();
        NetworkState state = sample.state(shape);
        float[] windows = sample.windows(shape, batch);
        int[] steps = sample.steps(shape, batch);
        float[] labels = sample.labels(shape, batch);
        ReferenceLstm reference = new ReferenceLstm(state, DEFAULTS);
        float[] outputs = new float[batch * shape.outputs()];
        float[] gradient = new float[shape.parameters()];

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

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @Test
    void aStepIsThatOfTextbookAdamW() {
        Sample sample = new Sample(1);
        NetworkState state = sample.state(SHAPE);
        ReferenceLstm reference = new ReferenceLstm(state, DEFAULTS);
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            for (int step = 0; step < 50; step++) {
                int batch = sample.batch();
                float[] windows = sample.windows(SHAPE, batch);
                int[] steps = sample.steps(SHAPE, batch);
                float[] labels = sample.labels(SHAPE, batch);
                float[] outputs = new float[batch * SHAPE.outputs()];
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
        NetworkState state = sample.state(SHAPE);
        float[] windows = sample.windows(SHAPE, 4);
        int[] steps = sample.steps(SHAPE, 4);
        float[] labels = sample.labels(SHAPE, 4);
        ReferenceLstm reference = new ReferenceLstm(state, clipped);
        double loss = reference.loss(windows, steps, labels, 4);
        double norm = ReferenceLstm.norm(reference.gradient(windows, steps, labels, 4));
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
        NetworkState state = sample.state(SHAPE);
        float[] windows = sample.windows(SHAPE, 2);
        int[] steps = sample.steps(SHAPE, 2);
        float[] none = new float[2 * SHAPE.outputs()];
        Arrays.fill(none, Float.NaN);
        float[] gradient = new float[SHAPE.parameters()];
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            assertThat(network.gradient(windows, steps, none, 2, gradient)).isZero();
            assertThat(gradient).containsOnly(0f);
        }
    }

    @Test
    void learningLowersTheLoss() {
        Sample sample = new Sample(4);
        float[] windows = sample.windows(SHAPE, 8);
        int[] steps = sample.steps(SHAPE, 8);
        float[] labels = sample.labels(SHAPE, 8);
        try (SequenceNetwork network =
                network(DEFAULTS, NetworkState.untrained(SHAPE, LstmParameters.draw(SHAPE, 4)))) {
            double first =
                    ((TrainingStep.Applied) network.train(windows, steps, labels, 8, 1e-2, new float[27])).loss();
            double last = first;
            for (int step = 0; step < 100; step++) {
                last = ((TrainingStep.Applied) network.train(windows, steps, labels, 8, 1e-2, new float[27])).loss();
            }
            assertThat(last).isLessThan(0.2 * first);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aStepThatIsNotFiniteIsRefusedAndChangesNoBit(float bad) {
        Sample sample = new Sample(5);
        float[] windows = sample.windows(SHAPE, 4);
        int[] steps = sample.steps(SHAPE, 4);
        float[] labels = sample.labels(SHAPE, 4);
        labels[0] = 1;
        try (SequenceNetwork network = network(DEFAULTS, sample.state(SHAPE))) {
            network.train(windows, steps, labels, 4, 1e-3, new float[27]);
            NetworkState before = network.state();
            // An infinity into a saturated gate leaves a finite loss, but a gradient of 0 times infinity.
            float[] badWindows = windows.clone();
            badWindows[SHAPE.time() * SHAPE.inputs() - 1] = bad;
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
        NetworkState initial = sample.state(SHAPE);
        float[][] windows = new float[13][];
        float[][] labels = new float[13][];
        for (int step = 0; step < 13; step++) {
            windows[step] = sample.windows(SHAPE, 1 + step % 5);
            labels[step] = sample.labels(SHAPE, 1 + step % 5);
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

    @Test
    void batchesOfAnySizeFollowEachOther() {
        NetworkShape shape = new NetworkShape(60, 2, 32, 2);
        Sample sample = new Sample(7);
        // A new network's weights: with bigger ones 60 steps are chaotic and magnify every rounding.
        NetworkState state = NetworkState.untrained(shape, LstmParameters.draw(shape, 7));
        Arrays.fill(state.parameters(), new LstmParameters(shape).headWeight.offset(), shape.parameters(), 0.3f);
        ReferenceLstm reference = new ReferenceLstm(state, DEFAULTS);
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            for (int batch : new int[] {1, 5, 300, 3, 301}) {
                float[] windows = sample.windows(shape, batch);
                int[] steps = sample.steps(shape, batch);
                float[] labels = sample.labels(shape, batch);
                float[] outputs = new float[batch * shape.outputs()];
                float[] gradient = new float[shape.parameters()];
                network.predict(windows, steps, batch, outputs);
                double loss = network.gradient(windows, steps, labels, batch, gradient);
                assertClose(outputs, reference.predict(windows, steps, batch), 1e-4);
                assertThat(loss).isCloseTo(reference.loss(windows, steps, labels, batch), within(1e-4));
                assertClose(gradient, reference.gradient(windows, steps, labels, batch), 1e-4);
            }
        }
    }

    @Test
    void longerArraysThanNeededAreWelcomeAndTheirRestIsLeftAlone() {
        Sample sample = new Sample(8);
        float[] windows = sample.windows(SHAPE, 3);
        int[] steps = sample.steps(SHAPE, 3);
        float[] exact = new float[2 * SHAPE.outputs()];
        float[] longer = new float[3 * SHAPE.outputs()];
        Arrays.fill(longer, 7);
        try (SequenceNetwork network = network(DEFAULTS, sample.state(SHAPE))) {
            network.predict(windows, steps, 2, exact);
            network.predict(windows, steps, 2, longer);
        }
        assertThat(longer).startsWith(exact).endsWith(7f, 7f, 7f);
    }

    @Test
    void whatStandsBeforeAWindowsRealStepsIsNotLookedAt() {
        Sample sample = new Sample(11);
        NetworkState state = sample.state(SHAPE);
        float[] windows = sample.windows(SHAPE, 2);
        float[] labels = sample.labels(SHAPE, 2);
        int[] steps = {2, 5};
        float[] other = windows.clone();
        Arrays.fill(other, 0, 3 * SHAPE.inputs(), Float.NaN);
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
    void aShortWindowIsThatOfANetworkWithShorterWindows() {
        Sample sample = new Sample(12);
        NetworkState state = sample.state(SHAPE);
        NetworkShape shorter = new NetworkShape(2, 4, 8, 3);
        float[] windows = sample.windows(SHAPE, 1);
        float[] outputs = new float[3];
        float[] expected = new float[3];
        try (SequenceNetwork network = network(DEFAULTS, state);
                SequenceNetwork small = network(DEFAULTS, NetworkState.untrained(shorter, state.parameters()))) {
            network.predict(windows, new int[] {2}, 1, outputs);
            small.predict(Arrays.copyOfRange(windows, 12, 20), new int[] {2}, 1, expected);
        }
        assertThat(outputs).containsExactly(expected, within(1e-6f));
    }

    @Test
    void theOutputsOfARefusedStepAreGivenToo() {
        Sample sample = new Sample(13);
        float[] windows = sample.windows(SHAPE, 2);
        int[] steps = sample.steps(SHAPE, 2);
        float[] labels = sample.labels(SHAPE, 2);
        labels[0] = Float.POSITIVE_INFINITY;
        float[] predicted = new float[6];
        float[] outputs = new float[6];
        try (SequenceNetwork network = network(DEFAULTS, sample.state(SHAPE))) {
            network.predict(windows, steps, 2, predicted);
            assertThat(network.train(windows, steps, labels, 2, 1e-3, outputs))
                    .isInstanceOf(TrainingStep.Refused.class);
        }
        assertThat(outputs).isEqualTo(predicted);
    }

    @Test
    void wrongArgumentsAreRefused() {
        Sample sample = new Sample(9);
        float[] windows = sample.windows(SHAPE, 2);
        int[] steps = sample.steps(SHAPE, 2);
        float[] labels = sample.labels(SHAPE, 2);
        float[] gradient = new float[SHAPE.parameters()];
        NetworkState state = sample.state(SHAPE);
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
                    .isThrownBy(() -> network.restore(sample.state(new NetworkShape(5, 4, 8, 2))))
                    .withMessageContaining("outputs=3")
                    .withMessageContaining("outputs=2");
            float[] twoBiases = state.parameters().clone();
            twoBiases[new LstmParameters(SHAPE).biasHh.offset()] = 1;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.restore(NetworkState.untrained(SHAPE, twoBiases)))
                    .withMessageContaining("bias_hh_l0 must be zero");
            assertSameBits(network.state(), state);
        }
    }

    @Test
    void aClosedNetworkSaysSo() {
        Sample sample = new Sample(10);
        SequenceNetwork network = network(DEFAULTS, sample.state(SHAPE));
        network.close();
        network.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> network.predict(sample.windows(SHAPE, 1), new int[] {5}, 1, new float[3]))
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
            assertThat((double) actual[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
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
