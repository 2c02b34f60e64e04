package io.stepcast.cli.backtest;

import io.stepcast.backtest.BacktestResult;
import io.stepcast.backtest.ErrorScore;
import io.stepcast.backtest.IntervalScore;
import io.stepcast.backtest.Method;
import io.stepcast.backtest.MethodScore;
import io.stepcast.backtest.Outcome;
import io.stepcast.backtest.SeriesScore;
import io.stepcast.cli.console.Figures;
import io.stepcast.cli.report.Html;
import io.stepcast.cli.report.LineChart;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A backtest's result as one HTML page with its pictures inside. */
final class ReportPage {

    private static final Map<Method, String> NAMES = Map.of(
            Method.MODEL, "model",
            Method.LSTM, "networks alone",
            Method.PERSISTENCE, "persistence",
            Method.SEASONAL_NAIVE, "a season ago",
            Method.ONLINE_LINEAR, "online linear AR(60)");
    private static final Map<Method, String> COLOURS =
            Map.of(Method.MODEL, "#1f77b4", Method.PERSISTENCE, "#999999", Method.ONLINE_LINEAR, "#d98032");
    private static final String READINGS_COLOUR = "#333333";

    private final StringBuilder page = new StringBuilder();

    private ReportPage() {}

    static String of(
            String input,
            List<String> features,
            BacktestResult result,
            ReportData data,
            Map<String, String> configuration) {
        ReportPage report = new ReportPage();
        report.head(input, result);
        report.methods(result);
        report.overTime(result, data);
        report.features(features, result, data);
        report.series(result);
        report.configuration(configuration);
        return report.page.append(Html.end()).toString();
    }

    private void head(String input, BacktestResult result) {
        String title = "Backtest of " + input;
        page.append(Html.head(title) + "<p>"
                + Figures.count(result.rows()) + " readings, each predicted before it was learnt from; "
                + Figures.count(result.scoredSteps()) + " of them scored. "
                + String.format(Locale.ROOT, "%.1f", result.microsPerReading())
                + " µs per reading. Errors are in standard deviations of the warm-up rows.</p>\n");
    }

    private void methods(BacktestResult result) {
        page.append("<table><tr><th>method</th><th>mse</th><th>mae</th><th>mse, own units</th>"
                + "<th>mae, own units</th></tr>\n");
        for (MethodScore score : result.methods()) {
            row(
                    NAMES.getOrDefault(score.method(), score.method().id()),
                    number(score.scaled().mse()),
                    number(score.scaled().mae()),
                    number(score.raw().mse()),
                    number(score.raw().mae()));
        }
        page.append("</table>\n");
    }

    private void overTime(BacktestResult result, ReportData data) {
        String from = data.last().isEmpty() ? "" : time(data.firstMillis);
        String to = data.last().isEmpty() ? "" : time(data.lastMillis);
        LineChart errors = new LineChart("Mean squared error over time").span(from, to);
        for (Method method : ReportData.COMPARED) {
            errors.line(
                    NAMES.getOrDefault(method, method.id()),
                    COLOURS.getOrDefault(method, READINGS_COLOUR),
                    data.errors(method));
        }
        page.append("<h2>Error over time</h2>\n" + errors.svg());
        IntervalScore intervals = result.intervals();
        double[] coverage = data.coverage();
        double[] nominal = new double[coverage.length];
        Arrays.fill(nominal, intervals.coverage());
        page.append("<h2>Coverage over time</h2>\n<p>"
                + String.format(
                        Locale.ROOT,
                        "%.2f %% of the outcomes lay inside their interval, which was made for %.0f %%; the worst"
                                + " feature is %.2f points off.",
                        100 * intervals.empirical(),
                        100 * intervals.coverage(),
                        100 * intervals.worstFeatureDeviation())
                + "</p>\n");
        page.append(new LineChart("Share of outcomes inside their interval")
                .span(from, to)
                .line("inside", COLOURS.getOrDefault(Method.MODEL, READINGS_COLOUR), coverage)
                .line("nominal", "#999999", nominal)
                .svg());
    }

    private void features(List<String> features, BacktestResult result, ReportData data) {
        page.append("<h2>Per feature</h2>\n<table><tr><th>feature</th><th>mse</th><th>mae</th></tr>\n");
        for (int f = 0; f < features.size(); f++) {
            ErrorScore score = result.perFeature().get(f);
            row(escaped(features.get(f)), number(score.mse()), number(score.mae()));
        }
        page.append("</table>\n");
        List<Outcome> last = data.last();
        if (last.isEmpty()) {
            return;
        }
        page.append("<h2>The last " + last.size() + " predictions of series "
                + escaped(last.get(0).series()) + "</h2>\n");
        for (int f = 0; f < features.size(); f++) {
            int feature = f;
            page.append("<h3>" + escaped(features.get(f)) + "</h3>\n"
                    + new LineChart("Predictions of " + features.get(f))
                            .span(
                                    time(last.get(0).eventTimeMillis()),
                                    time(last.get(last.size() - 1).eventTimeMillis()))
                            .band(
                                    values(last, outcome -> outcome.forecast().lower()[feature]),
                                    values(last, outcome -> outcome.forecast().upper()[feature]))
                            .line("reading", READINGS_COLOUR, values(last, outcome -> outcome.observed()[feature]))
                            .line(
                                    "prediction",
                                    COLOURS.getOrDefault(Method.MODEL, READINGS_COLOUR),
                                    values(last, outcome -> outcome.forecast().expected()[feature]))
                            .svg());
        }
    }

    private static double[] values(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        return outcomes.stream().mapToDouble(value).toArray();
    }

    private void series(BacktestResult result) {
        if (result.perSeries().size() < 2) {
            return;
        }
        page.append("<h2>Per series</h2>\n<table><tr><th>series</th><th>mse</th><th>mae</th>"
                + "<th>mse of persistence</th></tr>\n");
        for (SeriesScore score : result.perSeries()) {
            row(
                    escaped(score.series()),
                    number(score.model().mse()),
                    number(score.model().mae()),
                    number(score.persistence().mse()));
        }
        page.append("</table>\n");
    }

    private void configuration(Map<String, String> configuration) {
        page.append("<h2>Configuration</h2>\n<table>\n");
        configuration.forEach((key, value) -> row(escaped(key), escaped(value)));
        page.append("</table>\n");
    }

    private void row(String... cells) {
        page.append(Html.row(cells));
    }

    private static String number(double value) {
        return Html.number(value);
    }

    private static String time(long millis) {
        return Figures.time(Instant.ofEpochMilli(millis));
    }

    private static String escaped(String text) {
        return Html.escaped(text);
    }
}
