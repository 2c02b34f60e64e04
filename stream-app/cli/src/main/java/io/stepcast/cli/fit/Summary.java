package io.stepcast.cli.fit;

import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.Table;
import io.stepcast.fit.FitResult;
import io.stepcast.fit.FitScore;
import io.stepcast.fit.NextStep;
import io.stepcast.fit.Split;
import java.util.List;
import java.util.Locale;

/** A fit in a few lines for people. */
final class Summary {

    private Summary() {}

    /** How many windows there were for what. */
    static String windows(Fitted fitted) {
        return windows(fitted.plan());
    }

    static String windows(Plan plan) {
        Split split = plan.windows().split();
        return String.format(
                Locale.ROOT,
                "%s rows; windows of %d: %s to train on, %s to validate, %s to test.",
                Figures.count(plan.rows()),
                plan.windows().time(),
                Figures.count(split.training().length),
                Figures.count(split.validation().length),
                Figures.count(split.test().length));
    }

    /** How training went. */
    static String training(Fitted fitted) {
        FitResult result = fitted.result();
        return String.format(
                Locale.ROOT,
                "%d epochs%s in %.1f s on %s; the weights are those of epoch %d: loss %.4f%s (persistence %.4f).",
                result.epochs().size(),
                result.stoppedEarly() ? ", stopped early," : "",
                fitted.seconds(),
                fitted.device(),
                result.bestEpoch(),
                result.best().trainingLoss(),
                Double.isNaN(result.best().validationLoss())
                        ? ""
                        : String.format(
                                Locale.ROOT, ", validation %.4f", result.best().validationLoss()),
                fitted.persistenceLoss());
    }

    /** The test in one sentence. */
    static String test(FitScore score) {
        double change = 100 * (score.model().mse() / score.persistence().mse() - 1);
        return String.format(
                Locale.ROOT,
                "%s windows, mean squared error %s persistence's",
                Figures.count(score.windows()),
                Double.isFinite(change)
                        ? String.format(Locale.ROOT, "%.1f %% %s", Math.abs(change), change <= 0 ? "below" : "above")
                        : "beside");
    }

    /** The whole of it. */
    static String text(Fitted fitted, boolean next, boolean severalSeries) {
        StringBuilder text = new StringBuilder(training(fitted) + "\n");
        FitScore score = fitted.score();
        List<String> features = fitted.plan().features();
        if (score != null) {
            text.append("\nTest: " + test(score) + "\n");
            Table table = new Table("", ">rmse", ">mae", ">persistence rmse", ">mae");
            for (int f = 0; f < features.size(); f++) {
                FitScore.Feature feature = score.features().get(f);
                table.row(
                        features.get(f),
                        number(Math.sqrt(feature.model().mse())),
                        number(feature.model().mae()),
                        number(Math.sqrt(feature.persistence().mse())),
                        number(feature.persistence().mae()));
            }
            table.lines().forEach(line -> text.append("  " + line + "\n"));
        }
        if (next) {
            text.append("\nThe step after the last row\n");
            for (NextStep step : fitted.next()) {
                text.append(severalSeries ? "  " + step.series() + "\n" : "");
                Table table = new Table("", ">");
                for (int f = 0; f < features.size(); f++) {
                    table.row(features.get(f), number(step.expected()[f]));
                }
                table.lines().stream().skip(1).forEach(line -> text.append("  " + line + "\n"));
            }
        }
        return text.toString();
    }

    /** Six significant digits without an exponent where that is readable. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e15)) {
            return String.format(Locale.ROOT, "%.5e", value);
        }
        int decimals = size == 0 ? 0 : Math.max(0, 5 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
