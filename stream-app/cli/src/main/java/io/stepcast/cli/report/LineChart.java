package io.stepcast.cli.report;

import io.stepcast.cli.console.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line chart as SVG, with a band and a legend. Values that are not numbers leave gaps. */
public final class LineChart {

    private static final int WIDTH = 920;
    private static final int HEIGHT = 240;
    private static final int LEFT = 62;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 26;
    private static final int GRID_LINES = 4;

    private record Line(String name, String colour, double[] values) {}

    private final String title;
    private final List<Line> lines = new ArrayList<>();
    private double[] lower = {};
    private double[] upper = {};
    private String from = "";
    private String to = "";

    public LineChart(String title) {
        this.title = title;
    }

    /** What stands below the first and the last point. */
    public LineChart span(String first, String last) {
        from = first;
        to = last;
        return this;
    }

    /** Adds a line; values that are not numbers leave gaps. */
    public LineChart line(String name, String colour, double[] values) {
        lines.add(new Line(name, colour, values));
        return this;
    }

    /** Adds a band between two lines. */
    public LineChart band(double[] low, double[] high) {
        lower = low;
        upper = high;
        return this;
    }

    /** The chart as a file of its own, with a white ground. */
    public String picture() {
        return svg().replaceFirst(
                        "<svg ([^>]*)>",
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" $1><style>" + Html.CHART_STYLE
                                + "</style><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
    }

    /** The chart as part of a page that has {@link Html#STYLE}. */
    public String svg() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] values : all()) {
            for (double value : values) {
                if (Double.isFinite(value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        if (least > most) {
            return "<p>No values to draw.</p>\n";
        }
        double margin = most > least ? 0.04 * (most - least) : 1;
        return draw(least - margin, most + margin);
    }

    private List<double[]> all() {
        List<double[]> all = new ArrayList<>(List.of(lower, upper));
        lines.forEach(line -> all.add(line.values));
        return all;
    }

    private String draw(double least, double most) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH,
                HEIGHT + 18,
                Html.escaped(title)));
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = least + (most - least) * i / GRID_LINES;
            double y = y(value, least, most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y,
                    LEFT - 6,
                    y + 4,
                    Figures.value(value, most - least)));
        }
        int labels = HEIGHT - BOTTOM + 16;
        svg.append("<text x=\"" + LEFT + "\" y=\"" + labels + "\">" + Html.escaped(from) + "</text>");
        svg.append("<text x=\"" + (WIDTH - RIGHT) + "\" y=\"" + labels + "\" text-anchor=\"end\">" + Html.escaped(to)
                + "</text>\n");
        if (lower.length > 0) {
            svg.append("<polygon class=\"band\" points=\"" + band(least, most) + "\"/>\n");
        }
        int legend = LEFT;
        for (Line line : lines) {
            svg.append("<path stroke=\"" + line.colour + "\" d=\"" + path(line.values, least, most) + "\"/>\n");
            svg.append("<text x=\"" + legend + "\" y=\"" + (HEIGHT + 8) + "\" style=\"fill:" + line.colour + "\">― "
                    + Html.escaped(line.name) + "</text>\n");
            legend += 40 + 8 * line.name.length();
        }
        return svg.append("</svg>\n").toString();
    }

    private static double x(int point, int points) {
        return LEFT + (double) (WIDTH - LEFT - RIGHT) * point / Math.max(1, points - 1);
    }

    private static double y(double value, double least, double most) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (most - value) / (most - least);
    }

    private static String path(double[] values, double least, double most) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                pen = false;
                continue;
            }
            path.append(String.format(
                    Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(i, values.length), y(values[i], least, most)));
            pen = true;
        }
        return path.toString();
    }

    private String band(double least, double most) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < upper.length; i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i, upper.length), y(upper[i], least, most)));
        }
        for (int i = lower.length - 1; i >= 0; i--) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i, lower.length), y(lower[i], least, most)));
        }
        return points.toString().strip();
    }
}
