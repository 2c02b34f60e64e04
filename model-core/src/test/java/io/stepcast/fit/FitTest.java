package io.stepcast.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.network.Cell;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.version.FittedModel;
import io.stepcast.version.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FitTest {

    private static final Shares PARTS = new Shares(0.2, 0.1);

    @ParameterizedTest(name = "{0}, {1} and {2} kept from training, {3} epochs")
    @CsvSource({"MIN_MAX, 0, 0, 500", "STANDARD, 0, 0, 500", "STANDARD, 0.2, 0.15, 200", "MIN_MAX, 0.2, 0.15, 3"})
    void windowsOfThreeOverOneToTenGiveEleven(Scaling scaling, double validation, double test, int epochs) {
        ScaledWindows windows = scaled(Fits.series("s", 10, row -> row + 1), 3, scaling, new Shares(validation, test));
        try (SequenceNetwork network = Fits.network(windows, 128, 42)) {
            Fit fit = new Fit(network, windows, Fits.config(epochs, 32));
            fit.train(FitListener.NOBODY);

            assertThat(fit.next()).hasSize(1);
            assertThat(fit.next().get(0).expected()).hasSize(1);
            assertThat(fit.next().get(0).expected()[0]).isCloseTo(11, within(0.05));
        }
    }

    @Test
    void aWaveIsLearntFarBelowPersistence() {
        ScaledWindows windows = scaled(Fits.wave("s", 600, 7), 12, Scaling.STANDARD, PARTS);
        try (SequenceNetwork network = Fits.network(windows, 16, 1)) {
            Fit fit = new Fit(network, windows, Fits.config(40, 32));
            FitResult result = fit.train(FitListener.NOBODY);
            FitScore.Sum sum = new FitScore.Sum(windows);
            fit.predict(windows.split().test(), sum);
            FitScore score = sum.score();

            assertThat(fit.persistenceLoss(windows.split().training())).isCloseTo(1, within(1e-5));
            assertThat(result.best().validationLoss()).isLessThan(0.4);
            assertThat(score.windows()).isEqualTo(58);
            assertThat(score.model().mse()).isLessThan(0.4 * score.persistence().mse());
            assertThat(score.features().get(0).model().mae())
                    .isLessThan(score.features().get(0).persistence().mae());
        }
    }

    @Test
    void theTestPartChangesNothingButItsScore() {
        FitSeries series = Fits.wave("s", 300, 3);
        double[][] noisy = Arrays.stream(series.values()).map(double[]::clone).toArray(double[][]::new);
        ScaledWindows before = scaled(series, 8, Scaling.MIN_MAX, PARTS);
        int firstTested = (int) before.label(before.split().test()[0]).time();
        for (int row = firstTested; row < noisy.length; row++) {
            noisy[row][0] = 1e6 * row;
        }
        ScaledWindows after = scaled(new FitSeries("s", series.times(), noisy), 8, Scaling.MIN_MAX, PARTS);

        assertThat(after.encoding()).isEqualTo(before.encoding());
        assertThat(trained(after, 5).parameters()).isEqualTo(trained(before, 5).parameters());
    }

    @Test
    void theValidationPartChangesNeitherScaleNorGradients() {
        FitSeries series = Fits.wave("s", 300, 3);
        double[][] noisy = Arrays.stream(series.values()).map(double[]::clone).toArray(double[][]::new);
        ScaledWindows before = scaled(series, 8, Scaling.STANDARD, PARTS);
        int firstValidated = (int) before.label(before.split().validation()[0]).time();
        for (int row = firstValidated; row < noisy.length; row++) {
            noisy[row][0] = -5 * noisy[row][0];
        }
        ScaledWindows after = scaled(new FitSeries("s", series.times(), noisy), 8, Scaling.STANDARD, PARTS);

        assertThat(after.encoding()).isEqualTo(before.encoding());
        // One epoch: which one is kept depends on validation, and may.
        assertThat(trained(after, 1).parameters()).isEqualTo(trained(before, 1).parameters());
    }

    @Test
    void aSeedGivesTheSameWeightsAndAnotherSeedAnotherOrder() {
        ScaledWindows windows = scaled(Fits.wave("s", 200, 5), 8, Scaling.STANDARD, Shares.NONE);

        assertThat(trained(windows, 3).parameters())
                .isEqualTo(trained(windows, 3).parameters());
        FitConfig other = new FitConfig(3, 16, 1e-3, 0, 43, Double.POSITIVE_INFINITY);
        try (SequenceNetwork network = Fits.network(windows, 8, 42)) {
            assertThat(new Fit(network, windows, other)
                            .train(FitListener.NOBODY)
                            .state()
                            .parameters())
                    .isNotEqualTo(trained(windows, 3).parameters());
        }
    }

    @Test
    void patienceEndsTrainingAndTheBestEpochsWeightsAreKept() {
        // Nothing to learn: the validation loss soon rises.
        ScaledWindows windows = scaled(
                Fits.series("s", 120, row -> Math.floorMod(row * 7919, 101)), 8, Scaling.STANDARD, new Shares(0.3, 0));
        FitConfig config = new FitConfig(500, 8, 1e-2, 4, 42, Double.POSITIVE_INFINITY);
        try (SequenceNetwork network = Fits.network(windows, 32, 42)) {
            FitResult result = new Fit(network, windows, config).train(FitListener.NOBODY);

            assertThat(result.stoppedEarly()).isTrue();
            assertThat(result.epochs()).hasSize(result.bestEpoch() + 4);
            assertThat(result.epochs())
                    .allSatisfy(epoch -> assertThat(epoch.validationLoss())
                            .isGreaterThanOrEqualTo(result.best().validationLoss()));
            assertThat(network.state().parameters()).isEqualTo(result.state().parameters());
            try (SequenceNetwork again = Fits.network(windows, 32, 42)) {
                FitConfig upToBest = new FitConfig(result.bestEpoch(), 8, 1e-2, 0, 42, Double.POSITIVE_INFINITY);
                new Fit(again, windows, upToBest).train(FitListener.NOBODY);
                assertThat(again.state().parameters()).isEqualTo(result.state().parameters());
            }
        }
    }

    @Test
    void theListenerHearsEveryBatchAndEpoch() {
        ScaledWindows windows = scaled(Fits.wave("s", 60, 5), 8, Scaling.STANDARD, PARTS);
        List<String> heard = new ArrayList<>();
        FitListener listener = new FitListener() {
            @Override
            public void batch(int epoch, long done, double trainingLoss) {
                heard.add(epoch + ":" + done);
            }

            @Override
            public void epoch(Epoch epoch) {
                heard.add("epoch " + epoch.number());
            }
        };
        try (SequenceNetwork network = Fits.network(windows, 4, 1)) {
            new Fit(network, windows, Fits.config(2, 16)).train(listener);
        }

        assertThat(windows.split().training()).hasSize(37);
        assertThat(heard).containsExactly("1:16", "1:32", "1:37", "epoch 1", "2:53", "2:69", "2:74", "epoch 2");
    }

    @Test
    void aLossThatIsNotFiniteStopsWithAdvice() {
        ScaledWindows windows = scaled(Fits.wave("s", 60, 5), 8, Scaling.STANDARD, Shares.NONE);
        FitConfig config = new FitConfig(50, 8, 1e30, 0, 42, Double.POSITIVE_INFINITY);
        try (SequenceNetwork network = Fits.network(windows, 4, 1)) {
            assertThatThrownBy(() -> new Fit(network, windows, config).train(FitListener.NOBODY))
                    .isInstanceOf(LossNotFiniteException.class)
                    .hasMessageContainingAll("must stay finite, but in epoch", "smaller learning rate (it is 1.0E30)");
        }
    }

    @ParameterizedTest(name = "{1} layers of {0}")
    @CsvSource({"LSTM, 1", "LSTM, 2", "GRU, 1"})
    void aFileOfWeightsGivesTheSameForecastAgain(Cell cell, int layers) {
        FitSeries series = Fits.series("s", 200, 1, row -> new double[] {Math.sin(row / 5.0), 1e9 + 1e6 * row});
        ScaledWindows windows = ScaledWindows.of(List.of(series), List.of("a", "b"), 10, Scaling.MIN_MAX, n -> PARTS);
        try (SequenceNetwork network = Fits.network(windows, cell, layers, 8, 42)) {
            Fit fit = new Fit(network, windows, Fits.config(5, 32));
            NetworkState state = fit.train(FitListener.NOBODY).state();
            byte[] file = Safetensors.of(state, Map.of(ModelVersion.ENCODING, windows.encoding()))
                    .toBytes();

            try (FittedModel model = FittedModel.open(file)) {
                double[][] last = Arrays.copyOfRange(series.values(), 190, 200);
                assertThat(model.next(last)).containsExactly(fit.next().get(0).expected());
                assertThat(model.encoding().features()).containsExactly("a", "b");
            }
            assertThatThrownBy(() -> ModelVersion.open(file))
                    .hasMessage("a version's inputs must be encoded as the job's, got min-max scaling by the rows of a"
                            + " file");
        }
    }

    @Test
    void windowsOfAThousandStepsAreLearntInBoundedMemory() {
        ScaledWindows windows = scaled(Fits.wave("s", 1040, 5), 1000, Scaling.MIN_MAX, Shares.NONE);
        try (SequenceNetwork network = Fits.network(windows, 10, 1)) {
            FitResult result = new Fit(network, windows, Fits.config(2, 64)).train(FitListener.NOBODY);

            assertThat(windows.size()).isEqualTo(40);
            assertThat(result.best().trainingLoss()).isBetween(0.1, 1.2);
        }
    }

    private static ScaledWindows scaled(FitSeries series, int length, Scaling scaling, Shares shares) {
        return ScaledWindows.of(List.of(series), List.of("x"), length, scaling, windows -> shares);
    }

    private static NetworkState trained(FitWindows windows, int epochs) {
        try (SequenceNetwork network = Fits.network(windows, 8, 42)) {
            return new Fit(network, windows, Fits.config(epochs, 16))
                    .train(FitListener.NOBODY)
                    .state();
        }
    }
}
