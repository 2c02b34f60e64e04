package io.stepcast.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.network.NetworkState;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.window.WindowConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FitPartsTest {

    private static final double NOT = Double.NaN;
    private static final double SQUARED = Double.POSITIVE_INFINITY;

    @Test
    void theLeastConfigurationIsTakenAndWhatIsBelowItRefused() {
        assertThat(new FitConfig(1, 1, 1e-9, 0, 1, 1e-9).epochs()).isEqualTo(1);
        assertThatThrownBy(() -> new FitConfig(0, 1, 1, 0, 1, 1)).hasMessage("epochs must be at least 1, got 0");
        assertThatThrownBy(() -> new FitConfig(1, 0, 1, 0, 1, 1)).hasMessage("batch must be at least 1, got 0");
        assertThatThrownBy(() -> new FitConfig(1, 1, 1, -1, 1, 1)).hasMessage("patience must be at least 0, got -1");
        for (double rate : new double[] {0, -1, NOT, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new FitConfig(1, 1, rate, 0, 1, 1))
                    .hasMessage("the learning rate must be finite and above 0, got " + rate);
        }
        for (double threshold : new double[] {0, NOT}) {
            assertThatThrownBy(() -> new FitConfig(1, 1, 1, 0, 1, threshold))
                    .hasMessage("the Huber threshold must be above 0, got " + threshold);
        }
    }

    @Test
    void sharesAreAtLeastNothingAndLeaveSomethingToTrainOn() {
        for (double[] shares : new double[][] {{-0.1, 0}, {0, -0.1}, {0.5, 0.5}, {NOT, 0}}) {
            assertThatThrownBy(() -> new Shares(shares[0], shares[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("got " + shares[0] + " and " + shares[1]);
        }
    }

    @Test
    void aSeriesHasATimePerRowAndItsTimesGrow() {
        assertThatThrownBy(() -> new FitSeries("s", new long[2], new double[3][1]))
                .hasMessage("a series of 3 rows requires as many times, got 2");
        assertThatThrownBy(() -> new FitSeries("s", new long[] {1, 1}, new double[2][1]))
                .hasMessage("the times of series s must grow, got 1 after 1");
        assertThatThrownBy(() -> new FitSeries("s", new long[] {1, 3, 2}, new double[3][1]))
                .hasMessage("the times of series s must grow, got 2 after 3");
        assertThat(new FitSeries("s", new long[] {1, 2}, new double[2][1]).rows())
                .isEqualTo(2);
    }

    @Test
    void tooFewRowsAreToldInTheWordsOfTheWindowsAsked() {
        assertThatThrownBy(() -> windows(1, new Shares(0, 0), 1))
                .hasMessage("windows of 1 time step require at least 2 rows of one series, got 1");
        assertThatThrownBy(() -> windows(3, new Shares(0.5, 0.25), 1, 2, 3, 4))
                .hasMessage("windows of 3 time steps, with shares of 0.5 for validation and 0.25 for the test, require"
                        + " at least 7 rows of one series, got 4");
    }

    @Test
    void windowsOfOneMomentStayTogetherEvenWhenNoneIsLeftToTrainOn() {
        TooFewRowsException.Source source = new TooFewRowsException.Source(1, 1, 4);
        Split split = Split.of(new long[] {7, 8, 8, 8}, new Shares(0, 0.25), source);
        assertThat(split.training()).containsExactly(0);
        assertThat(split.validation()).isEmpty();
        assertThat(split.test()).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> Split.of(new long[] {8, 8, 8, 8}, new Shares(0, 0.25), source))
                .isInstanceOf(TooFewRowsException.class)
                .hasMessageContaining("got 4");
        // The newest moment takes all that validation would have had.
        assertThatThrownBy(() -> Split.of(new long[] {7, 8, 8, 8}, new Shares(0.25, 0.25), source))
                .isInstanceOf(TooFewRowsException.class);
    }

    @Test
    void persistencesLossIsTheHuberLossOfTheSteps() {
        // The steps are 1, -1 and 4: their root mean square is the unit.
        ScaledWindows windows = windows(1, Shares.NONE, 0, 1, 0, 4);
        double unit = Math.sqrt(6);
        int[] all = windows.split().training();

        assertThat(loss(windows, SQUARED, all)).isCloseTo(1, within(1e-6));
        double beyond = 2 * 1 * (4 / unit) - 1;
        assertThat(loss(windows, 1, all)).isCloseTo((2 / 6.0 + beyond) / 3, within(1e-6));
        assertThat(loss(windows, 1, new int[] {1})).isCloseTo(1 / 6.0, within(1e-6));
    }

    @Test
    void aMissingLabelAddsNoLossButCountsAsAWindow() {
        FitSeries series = Fits.series("s", 4, 1, row -> new double[] {row % 2, row == 3 ? NOT : row % 2});
        ScaledWindows windows =
                ScaledWindows.of(List.of(series), List.of("a", "b"), 1, Scaling.MIN_MAX, count -> Shares.NONE);
        // Five of six labels are one unit from where they were.
        assertThat(loss(windows, SQUARED, windows.split().training())).isCloseTo(5 / 6.0, within(1e-6));
    }

    @Test
    void theTrainingLossIsTheMeanOverTheEpochSoFarAndBeginsAtTheUsualStep() {
        // Five steps of 2 and four of 0 between them: the network, zero but for its bias, begins at their mean.
        ScaledWindows windows = windows(
                2,
                Shares.NONE,
                IntStream.range(0, 11).mapToDouble(row -> 2 * (row / 2)).toArray());
        List<Double> losses = new ArrayList<>();
        FitListener listener = new FitListener() {
            @Override
            public void batch(int epoch, long done, double trainingLoss) {
                losses.add(trainingLoss);
            }

            @Override
            public void epoch(Epoch epoch) {
                assertThat(epoch.trainingLoss()).isEqualTo(losses.get(losses.size() - 1));
            }
        };
        try (SequenceNetwork network = Fits.network(windows, 4, 1)) {
            float[] still = new float[network.shape().parameters()];
            network.restore(NetworkState.untrained(network.shape(), still));
            new Fit(network, windows, new FitConfig(1, 4, 1e-12, 0, 1, SQUARED)).train(listener);
        }
        assertThat(windows.split().training()).hasSize(9);
        assertThat(losses).hasSize(3);
        double mean = 5 * 2 / 9.0;
        double variance = (5 * Math.pow(2 - mean, 2) + 4 * mean * mean) / 9;
        double unit = Math.sqrt(5 * 4 / 9.0);
        assertThat(losses.get(2)).isCloseTo(variance / (unit * unit), within(1e-5));
    }

    @Test
    void theValidationLossIsThatOfTheValidationWindowsOverAllTheirLabels() {
        double[] values = IntStream.range(0, 21)
                .mapToDouble(row -> row < 11 ? row % 2 : 100 + 3 * (row % 2))
                .toArray();
        ScaledWindows windows = windows(1, new Shares(0.3, 0), values);
        int[] validation = windows.split().validation();
        assertThat(validation).hasSize(6);
        try (SequenceNetwork network = Fits.network(windows, 4, 1)) {
            network.restore(NetworkState.untrained(
                    network.shape(), new float[network.shape().parameters()]));
            Fit fit = new Fit(network, windows, new FitConfig(1, 4, 1e-12, 0, 1, 0.001));
            FitResult result = fit.train(FitListener.NOBODY);
            double[] expected = new double[1];
            int[] scored = new int[1];
            double unit = windows.label(0).unit()[0];
            fit.predict(validation, outcome -> {
                double error = Math.abs(outcome.expected()[0] - outcome.observed()[0]) / unit;
                expected[0] += 0.001 * (2 * error - 0.001);
                scored[0]++;
            });
            assertThat(scored[0]).isEqualTo(6);
            assertThat(result.best().validationLoss()).isCloseTo(expected[0] / 6, within(1e-6));
        }
    }

    @Test
    void aScoreIsInDeviationsOfTheTrainingLabelsAndLeavesOutWhatIsMissing() {
        FitSeries series = Fits.series("s", 5, 1, row -> new double[] {row % 2 == 0 ? 10 : 14, 5, row == 0 ? 1 : NOT});
        ScaledWindows windows =
                ScaledWindows.of(List.of(series), List.of("a", "b", "c"), 1, Scaling.MIN_MAX, count -> Shares.NONE);
        FitScore.Sum sum = new FitScore.Sum(windows);
        sum.accept(outcome(new double[] {10, 5, NOT}, new double[] {11, 5, 1}, new double[] {14, 5, 1}));
        sum.accept(outcome(new double[] {NOT, 5, NOT}, new double[] {99, 8, 1}, new double[] {99, 5, 1}));

        FitScore score = sum.score();

        assertThat(score.windows()).isEqualTo(2);
        // The training labels of a are 14, 10, 14, 10: their deviation is 2. Those of b are all 5: its own units count.
        assertThat(score.model().mae()).isCloseTo((0.5 + 1.5) / 2, within(1e-12));
        assertThat(score.model().mse()).isCloseTo((0.25 + 4.5) / 2, within(1e-12));
        assertThat(score.persistence().mae()).isCloseTo((2 + 0) / 2.0, within(1e-12));
        assertThat(score.persistence().mse()).isCloseTo((4 + 0) / 2.0, within(1e-12));
        assertThat(score.features().get(0).model().mse()).isCloseTo(1, within(1e-12));
        assertThat(score.features().get(1).model().mae()).isCloseTo(1.5, within(1e-12));
        assertThat(score.features().get(2).model().mse()).isNaN();
    }

    @Test
    void predictionsComeInTheOrderAskedForWithTheirOwnRows() {
        ScaledWindows windows = windows(1, Shares.NONE, 0, 1, 3, 6, 10, 15);
        try (SequenceNetwork network = Fits.network(windows, 4, 1)) {
            network.restore(NetworkState.untrained(
                    network.shape(), new float[network.shape().parameters()]));
            List<FitOutcome> outcomes = new ArrayList<>();
            new Fit(network, windows, Fits.config(1, 2)).predict(new int[] {4, 0, 2}, outcomes::add);

            assertThat(outcomes).extracting(FitOutcome::time).containsExactly(5L, 1L, 3L);
            assertThat(outcomes.stream().mapToDouble(outcome -> outcome.observed()[0]))
                    .containsExactly(15d, 1d, 6d);
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.expected()).isEqualTo(outcome.last()));
        }
    }

    /** A network that is zero but for its bias, which begins at each feature's mean step: -1 and 30 / 8. */
    @Test
    void eachFeatureIsPredictedAndValidatedInItsOwnPlace() {
        FitSeries series = Fits.series("s", 12, 1, row ->
                new double[] {100 - row, row < 9 ? 15 * (row / 2) / 2.0 : row == 9 ? NOT : 40 + row});
        ScaledWindows windows =
                ScaledWindows.of(List.of(series), List.of("a", "b"), 1, Scaling.MIN_MAX, count -> new Shares(0.2, 0.1));
        assertThat(windows.split().training()).hasSize(8);
        try (SequenceNetwork network = Fits.network(windows, 4, 1)) {
            network.restore(NetworkState.untrained(
                    network.shape(), new float[network.shape().parameters()]));
            Fit fit = new Fit(network, windows, new FitConfig(1, 3, 1e-12, 0, 1, SQUARED));
            FitResult result = fit.train(FitListener.NOBODY);
            double[] loss = new double[1];
            double[] unit = windows.label(0).unit();
            fit.predict(windows.split().validation(), outcome -> {
                for (int f = 0; f < 2; f++) {
                    assertThat(outcome.expected()[f])
                            .isCloseTo(outcome.last()[f] + (f == 0 ? -1 : 30 / 8.0), within(1e-5));
                    double error = (outcome.expected()[f] - outcome.observed()[f]) / unit[f];
                    loss[0] += Double.isNaN(error) ? 0 : error * error;
                }
            });
            assertThat(result.best().validationLoss()).isCloseTo(loss[0] / 4, within(1e-5));
            assertThat(fit.next().get(0).expected()).containsExactly(new double[] {88, 51 + 30 / 8.0}, within(1e-5));
        }
    }

    @Test
    void theWindowsOfTwoFeaturesHoldTheirOwnRows() {
        FitSeries series = Fits.series("s", 5, 1, row -> new double[] {row, 10 * row});
        ScaledWindows windows =
                ScaledWindows.of(List.of(series), List.of("a", "b"), 2, Scaling.MIN_MAX, count -> Shares.NONE);
        float[] input = new float[5];
        windows.input(1, input, 1);
        // Rows 1 and 2, both features from 0 to 1 over five rows.
        assertThat(input).containsExactly(0, 0.25f, 0.25f, 0.5f, 0.5f);
        assertThat(windows.ends().get(0).input()).containsExactly(0.75f, 0.75f, 1, 1);
    }

    @Test
    void aSeriesOfJustOneWindowHasAnEndAndASecondSeriesALabel() {
        ScaledWindows windows = ScaledWindows.of(
                List.of(Fits.series("short", 2, row -> row), Fits.series("long", 3, row -> row)),
                List.of("x"),
                2,
                Scaling.MIN_MAX,
                count -> Shares.NONE);
        assertThat(windows.size()).isEqualTo(1);
        assertThat(windows.ends()).extracting(FitWindows.Last::series).containsExactly("short", "long");
    }

    @Test
    void aNetworkOfOtherInputsOrOutputsIsRefused() {
        ScaledWindows one = windows(1, Shares.NONE, 0, 1, 3);
        ScaledWindows two = ScaledWindows.of(
                List.of(Fits.series("s", 3, 1, row -> new double[] {row, row})),
                List.of("a", "b"),
                1,
                Scaling.MIN_MAX,
                count -> Shares.NONE);
        try (SequenceNetwork network = Fits.network(one, 4, 1)) {
            assertThatThrownBy(() -> new Fit(network, two, Fits.config(1, 1)))
                    .hasMessage("a network of 1 inputs can't learn from windows of 2");
        }
    }

    @Test
    void windowsOfTheServiceAreSplitAndPredictEveryFeature() {
        FitSeries series = Fits.series("s", 30, 1000, row -> new double[] {row % 3, row % 5});
        EncodedWindows windows = new EncodedWindows(
                List.of(series), List.of("a", "b"), new WindowConfig(2, 4, 1000, 0), count -> new Shares(0.25, 0.25));
        assertThat(windows.outputs()).isEqualTo(2);
        assertThat(windows.size()).isEqualTo(28);
        assertThat(windows.split().training()).hasSize(14);
        assertThat(windows.split().validation()).hasSize(7);
        assertThat(windows.split().test()).hasSize(7);
    }

    @Test
    void hugeValuesStayFinite() {
        ScaledWindows windows = windows(1, new Shares(0, 0.5), 0, 1e-9, 0, 1e300, -1e300);
        float[] input = new float[1];
        windows.input(3, input, 0);
        assertThat(input[0]).isEqualTo(1e4f);
        assertThat(windows.label(2).observed()).containsExactly(1e100);
        assertThat(windows.label(2).step()).containsExactly(1e6f);
        assertThat(windows.label(3).step()).containsExactly(-1e6f);
    }

    private static FitOutcome outcome(double[] observed, double[] expected, double[] last) {
        return new FitOutcome("s", 0, observed, expected, last);
    }

    private static double loss(ScaledWindows windows, double threshold, int[] numbers) {
        try (SequenceNetwork network = Fits.network(windows, 4, 1)) {
            FitConfig config = new FitConfig(1, 1, 1, 0, 1, threshold);
            return new Fit(network, windows, config).persistenceLoss(numbers);
        }
    }

    private static ScaledWindows windows(int length, Shares shares, double... values) {
        FitSeries series = Fits.series("s", values.length, row -> values[row]);
        return ScaledWindows.of(List.of(series), List.of("x"), length, Scaling.MIN_MAX, count -> shares);
    }
}
