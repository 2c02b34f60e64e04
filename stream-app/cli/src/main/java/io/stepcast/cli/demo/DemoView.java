package io.stepcast.cli.demo;

import io.stepcast.cli.console.Figures;
import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo as lines of text. */
final class DemoView {

    private final List<String> head;
    private final List<String> hints;
    private final Style style;

    /**
     * @param head lines that never change, on top
     * @param hints lines that never change, at the bottom
     */
    DemoView(List<String> head, List<String> hints, Style style) {
        this.head = List.copyOf(head);
        this.hints = List.copyOf(hints);
        this.style = style;
    }

    /** The whole picture. */
    List<String> screen(Scoreboard scoreboard, DemoStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(head.get(0)));
        head.subList(1, head.size()).forEach(line -> lines.add(style.faint(line)));
        lines.add("");
        lines.add(counts(scoreboard, status));
        if (status.trouble() != null) {
            lines.add(style.warn(status.trouble()));
        }
        for (SeriesScore score : scoreboard.series()) {
            lines.add("");
            addSeries(lines, score);
        }
        lines.add("");
        hints.forEach(hint -> lines.add(style.faint(hint)));
        return lines;
    }

    /** The same in one line, for where nothing can be redrawn. */
    String line(Scoreboard scoreboard, DemoStatus status) {
        String errors = errors(scoreboard.errors());
        return counts(scoreboard, status)
                + (errors.isEmpty() ? "" : " · " + errors)
                + (status.trouble() == null ? "" : " · " + status.trouble());
    }

    private static String counts(Scoreboard scoreboard, DemoStatus status) {
        return Figures.count(status.sent()) + " of " + Figures.count(status.rows()) + " readings"
                + (status.allSent() ? "" : " · " + Figures.rate(status.perSecond()))
                + " · " + Figures.count(scoreboard.predictions()) + " predictions"
                + (scoreboard.deadLetters() == 0
                        ? ""
                        : " · " + Figures.count(scoreboard.deadLetters()) + " dead letters")
                + " · model v" + scoreboard.modelVersion()
                + " at step " + Figures.count(scoreboard.learningStep());
    }

    private void addSeries(List<String> lines, SeriesScore score) {
        Reading reading = score.reading();
        Prediction prediction = score.prediction();
        lines.add(style.bold(score.series())
                + (reading == null ? "" : "  last reading " + Figures.time(reading.getTimestamp()))
                + (prediction == null ? "  (warming up)" : "  next " + target(prediction)));
        if (prediction != null) {
            lines.add(style.faint(row(
                    "",
                    "last",
                    "predicted",
                    "next",
                    String.format(Locale.ROOT, "%.0f %% interval", prediction.getCoverage() * 100))));
            for (int feature = 0; feature < prediction.getFeatures().size(); feature++) {
                lines.add(feature(feature, prediction.getFeatures().get(feature), reading, score.outcome()));
            }
        }
        String all = errors(score.all());
        if (!all.isEmpty()) {
            lines.add("  " + all + style.faint(" · of late " + beside("", score.recent())));
        }
    }

    private static String feature(
            int index, FeaturePrediction prediction, @Nullable Reading reading, @Nullable Outcome outcome) {
        Double last = reading == null || index >= reading.getValues().size()
                ? null
                : reading.getValues().get(index);
        FeatureOutcome scored =
                outcome == null || index >= outcome.getFeatures().size()
                        ? null
                        : outcome.getFeatures().get(index);
        double scale = prediction.getUpper() - prediction.getLower();
        return row(
                prediction.getName(),
                last == null ? "missing" : Figures.value(last, scale),
                scored == null ? "" : Figures.value(scored.getExpected(), scale),
                Figures.value(prediction.getExpected(), scale),
                Figures.value(prediction.getLower(), scale) + " … " + Figures.value(prediction.getUpper(), scale));
    }

    private static String row(String name, String last, String predicted, String next, String interval) {
        return String.format(Locale.ROOT, "  %-16s %12s %12s %12s   %s", name, last, predicted, next, interval);
    }

    /** {@code error 0.612 (persistence 0.702, -12.8 %)}; empty before the first outcome. */
    static String errors(ErrorMeans means) {
        return means.expected().isEmpty() ? "" : "error " + beside("persistence ", means);
    }

    private static String beside(String name, ErrorMeans means) {
        double expected = means.expected().orElse(Double.NaN);
        double persistence = means.persistence().orElse(Double.NaN);
        double percent = 100 * (expected / persistence - 1);
        String difference = Double.isFinite(percent) ? String.format(Locale.ROOT, ", %+.1f %%", percent) : "";
        return String.format(Locale.ROOT, "%.3f (%s%.3f%s)", expected, name, persistence, difference);
    }

    private static String target(Prediction prediction) {
        return prediction.getTargetTime() == null ? "reading" : Figures.time(prediction.getTargetTime());
    }
}
