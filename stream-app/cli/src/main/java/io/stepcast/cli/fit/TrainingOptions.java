package io.stepcast.cli.fit;

import io.stepcast.cli.console.UserException;
import io.stepcast.fit.FitConfig;
import io.stepcast.fit.Shares;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to split and train. */
final class TrainingOptions {

    /** With fewer windows, parts of them would tell nothing. */
    static final int FEWEST_TO_SPLIT = 20;

    private static final Shares USUAL = new Shares(0.2, 0.1);

    /** Batches that small networks are usually content with. */
    private static final int USUAL_BATCHES = 2000;

    private static final int FEWEST_EPOCHS = 10;
    private static final int MOST_EPOCHS = 500;
    private static final int LEAST_PATIENCE = 5;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Share of the windows to validate on, the newest before the test's (default: 0.2; 0 below "
                    + FEWEST_TO_SPLIT + " windows).")
    private @Nullable Double validation;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            description = "Share of the windows to score at the end, the newest of all (default: 0.1; 0 below "
                    + FEWEST_TO_SPLIT + " windows).")
    private @Nullable Double test;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training windows, at most (default: about 2,000 batches, 10 to 500 passes).")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Windows per training step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "1e-3",
            description = "Learning rate of Adam (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            description =
                    "Stop after so many epochs without a better validation loss; 0 for never (default: a fifth of the"
                            + " epochs, at least 5).")
    private @Nullable Integer patience;

    @Option(names = "--seed", paramLabel = "K", description = "Seed of initial weights and order (default: 42).")
    private @Nullable Long seed;

    /** The shares for so many windows. */
    Shares shares(int windows) {
        if (validation == null && test == null) {
            return windows < FEWEST_TO_SPLIT ? Shares.NONE : USUAL;
        }
        return new Shares(orUsual(validation, USUAL.validation()), orUsual(test, USUAL.test()));
    }

    private static double orUsual(@Nullable Double share, double usual) {
        return share == null ? usual : share;
    }

    /** Refuses what is out of range, before anything is read. */
    void check() {
        require(epochs == null || epochs >= 1, "--epochs must be at least 1", epochs);
        require(batch >= 1 && batch <= 65_536, "--batch must be 1 to 65536", batch);
        require(patience == null || patience >= 0, "--patience must be at least 0", patience);
        require(learningRate > 0 && learningRate <= 1, "--learning-rate must be above 0 and at most 1", learningRate);
        share("--validation", validation);
        share("--test", test);
        double both = orUsual(validation, USUAL.validation()) + orUsual(test, USUAL.test());
        require(both < 1, "--validation and --test must leave something to train on and be below 1 together", both);
    }

    private static void share(String option, @Nullable Double share) {
        require(share == null || (share >= 0 && share < 1), option + " must be at least 0 and below 1", share);
    }

    private static void require(boolean holds, String sentence, @Nullable Object got) {
        if (!holds) {
            throw UserException.usage(sentence + ", got " + got);
        }
    }

    int batch() {
        return batch;
    }

    long seed(long usual) {
        return seed == null ? usual : seed;
    }

    FitConfig config(int trainingWindows, long usualSeed, double huberThreshold) {
        int batches = Math.max(1, (trainingWindows + batch - 1) / batch);
        int passes = epochs == null ? Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, USUAL_BATCHES / batches)) : epochs;
        int waiting = patience == null ? Math.max(LEAST_PATIENCE, passes / 5) : patience;
        return new FitConfig(passes, batch, learningRate, waiting, seed(usualSeed), huberThreshold);
    }
}
