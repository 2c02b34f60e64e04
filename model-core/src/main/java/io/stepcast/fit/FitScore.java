package io.stepcast.fit;

import io.stepcast.backtest.ErrorScore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Errors beside those of persistence.
 *
 * @param windows how many were scored
 * @param model over all features, in standard deviations of the training labels
 * @param persistence the same for "as it was last"
 * @param features per feature, in its own units
 */
public record FitScore(int windows, ErrorScore model, ErrorScore persistence, List<Feature> features) {

    /** A feature's errors in its units. */
    public record Feature(ErrorScore model, ErrorScore persistence) {}

    public FitScore {
        features = List.copyOf(features);
    }

    /** Sums outcomes up. */
    public static final class Sum implements Consumer<FitOutcome> {

        private final double[] spread;
        private final Errors[] model;
        private final Errors[] persistence;
        private int windows;

        /** Scores in standard deviations of the training labels of {@code windows}. */
        public Sum(FitWindows windows) {
            spread = spread(windows);
            model = new Errors[spread.length];
            persistence = new Errors[spread.length];
            for (int f = 0; f < spread.length; f++) {
                model[f] = new Errors();
                persistence[f] = new Errors();
            }
        }

        @Override
        public void accept(FitOutcome outcome) {
            windows++;
            for (int f = 0; f < spread.length; f++) {
                double observed = outcome.observed()[f];
                if (!Double.isNaN(observed)) {
                    model[f].add(outcome.expected()[f] - observed);
                    persistence[f].add(outcome.last()[f] - observed);
                }
            }
        }

        /** The score of all outcomes so far. */
        public FitScore score() {
            List<Feature> features = new ArrayList<>();
            for (int f = 0; f < spread.length; f++) {
                features.add(new Feature(model[f].mean(1), persistence[f].mean(1)));
            }
            return new FitScore(windows, overall(model), overall(persistence), features);
        }

        /** The mean over the features that were scored. */
        private ErrorScore overall(Errors[] errors) {
            double mse = 0;
            double mae = 0;
            int scored = 0;
            for (int f = 0; f < spread.length; f++) {
                if (errors[f].count > 0) {
                    ErrorScore score = errors[f].mean(spread[f]);
                    mse += score.mse();
                    mae += score.mae();
                    scored++;
                }
            }
            return new ErrorScore(mse / scored, mae / scored);
        }

        private static double[] spread(FitWindows windows) {
            double[] mean = new double[windows.outputs()];
            double[] squares = new double[windows.outputs()];
            int[] count = new int[windows.outputs()];
            for (int window : windows.split().training()) {
                double[] observed = windows.label(window).observed();
                for (int f = 0; f < mean.length; f++) {
                    if (!Double.isNaN(observed[f])) {
                        double deviation = observed[f] - mean[f];
                        mean[f] += deviation / ++count[f];
                        squares[f] += deviation * (observed[f] - mean[f]);
                    }
                }
            }
            double[] spread = new double[mean.length];
            for (int f = 0; f < mean.length; f++) {
                spread[f] = squares[f] > 0 ? Math.sqrt(squares[f] / count[f]) : 1;
            }
            return spread;
        }
    }

    private static final class Errors {
        private double square;
        private double absolute;
        private int count;

        private void add(double error) {
            square += error * error;
            absolute += Math.abs(error);
            count++;
        }

        private ErrorScore mean(double unit) {
            return new ErrorScore(square / count / (unit * unit), absolute / count / unit);
        }
    }
}
