package io.stepcast.cli.fit;

import static io.stepcast.cli.report.Html.escaped;
import static io.stepcast.cli.report.Html.number;

import io.stepcast.cli.console.Figures;
import io.stepcast.cli.report.Html;
import io.stepcast.cli.report.LineChart;
import io.stepcast.fit.Epoch;
import io.stepcast.fit.FitOutcome;
import io.stepcast.fit.FitScore;
import io.stepcast.fit.NextStep;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A fit as one HTML page with its pictures inside. */
final class FitPage {

    private static final int LAST_ROWS = 240;
    private static final String MODEL_COLOUR = "#1f77b4";
    private static final String VALIDATION_COLOUR = "#d98032";
    private static final String PERSISTENCE_COLOUR = "#999999";
    private static final String READINGS_COLOUR = "#333333";

    private FitPage() {}

    static String of(String input, Fitted fitted, FitFiles files) {
        StringBuilder page = new StringBuilder(Html.head("Fit of " + input));
        page.append("<p>" + escaped(Summary.windows(fitted)) + " " + escaped(Summary.training(fitted)) + "</p>\n");
        page.append("<h2>Loss per epoch</h2>\n" + loss(fitted).svg());
        scores(page, fitted);
        next(page, fitted);
        pictures(page, fitted, files);
        page.append("<h2>Settings</h2>\n<table>\n");
        fitted.plan().settings().forEach((key, value) -> page.append(Html.row(escaped(key), escaped(value))));
        page.append(Html.row("batch", Integer.toString(fitted.config().batch())))
                .append(Html.row(
                        "learning rate", Double.toString(fitted.config().learningRate())))
                .append(Html.row("patience", Integer.toString(fitted.config().patience())))
                .append(Html.row("seed", Long.toString(fitted.config().seed())))
                .append(Html.row("device", escaped(fitted.device())));
        return page.append("</table>\n").append(Html.end()).toString();
    }

    /** The loss curve. */
    static LineChart loss(Fitted fitted) {
        List<Epoch> epochs = fitted.result().epochs();
        LineChart chart = new LineChart("Loss per epoch")
                .span("epoch 1", "epoch " + epochs.size())
                .line("training", MODEL_COLOUR, values(epochs, Epoch::trainingLoss));
        if (!Double.isNaN(epochs.get(0).validationLoss())) {
            chart.line("validation", VALIDATION_COLOUR, values(epochs, Epoch::validationLoss));
        }
        double[] persistence = new double[epochs.size()];
        Arrays.fill(persistence, fitted.persistenceLoss());
        return chart.line("persistence", PERSISTENCE_COLOUR, persistence);
    }

    private static void scores(StringBuilder page, Fitted fitted) {
        FitScore score = fitted.score();
        if (score == null) {
            return;
        }
        page.append("<h2>Test: " + Summary.test(score) + "</h2>\n<table><tr><th>feature</th><th>rmse</th><th>mae</th>"
                + "<th>rmse of persistence</th><th>mae of persistence</th></tr>\n");
        List<String> features = fitted.plan().features();
        for (int f = 0; f < features.size(); f++) {
            FitScore.Feature feature = score.features().get(f);
            page.append(Html.row(
                    escaped(features.get(f)),
                    number(Math.sqrt(feature.model().mse())),
                    number(feature.model().mae()),
                    number(Math.sqrt(feature.persistence().mse())),
                    number(feature.persistence().mae())));
        }
        page.append("</table>\n");
    }

    private static void next(StringBuilder page, Fitted fitted) {
        if (fitted.next().isEmpty()) {
            return;
        }
        page.append("<h2>The step after the last row</h2>\n<table><tr><th>series</th>");
        fitted.plan().features().forEach(feature -> page.append("<th>" + escaped(feature) + "</th>"));
        page.append("</tr>\n");
        for (NextStep next : fitted.next()) {
            page.append("<tr><td>" + escaped(next.series()) + "</td>");
            for (double value : next.expected()) {
                page.append("<td>" + number(value) + "</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static void pictures(StringBuilder page, Fitted fitted, FitFiles files) {
        if (fitted.outcomes().isEmpty()) {
            return;
        }
        String series = fitted.outcomes().get(0).series();
        List<FitOutcome> all = fitted.outcomes().stream()
                .filter(outcome -> outcome.series().equals(series))
                .toList();
        List<FitOutcome> last = all.subList(Math.max(0, all.size() - LAST_ROWS), all.size());
        page.append("<h2>The last " + Figures.count(last.size()) + " rows of the test"
                + (fitted.next().size() > 1 ? ", series " + escaped(series) : "") + "</h2>\n");
        for (int f = 0; f < fitted.plan().features().size(); f++) {
            int feature = f;
            String name = fitted.plan().features().get(f);
            page.append("<h3>" + escaped(name) + "</h3>\n"
                    + new LineChart("Predictions of " + name)
                            .span(
                                    files.time(last.get(0).time()),
                                    files.time(last.get(last.size() - 1).time()))
                            .line("reading", READINGS_COLOUR, values(last, outcome -> outcome.observed()[feature]))
                            .line("prediction", MODEL_COLOUR, values(last, outcome -> outcome.expected()[feature]))
                            .svg());
        }
    }

    private static <T> double[] values(List<T> items, ToDoubleFunction<T> value) {
        return items.stream().mapToDouble(value).toArray();
    }
}
