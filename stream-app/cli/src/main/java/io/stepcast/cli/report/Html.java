package io.stepcast.cli.report;

import java.util.Locale;

/** Pieces of a report's page, which needs nothing from elsewhere. */
public final class Html {

    static final String CHART_STYLE = "svg text{font:11px system-ui,sans-serif;fill:#666}"
            + "path{fill:none;stroke-width:1.4}.grid{stroke:#e5e5e5}"
            + ".band{fill:#1f77b4;opacity:.16}";

    /** The style of pages and of the charts in them. */
    public static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
                    + "color:#222}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse}"
                    + "td,th{padding:.2rem .8rem;border-bottom:1px solid #ddd;text-align:right}td:first-child,th:first-child"
                    + "{text-align:left}svg{width:100%;height:auto}" + CHART_STYLE;

    private Html() {}

    /** The beginning of a page, its title as heading included. */
    public static String head(String title) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                + "</title><style>" + STYLE + "</style></head><body>\n<h1>" + escaped(title) + "</h1>\n";
    }

    /** The end of a page. */
    public static String end() {
        return "</body></html>\n";
    }

    /** A table's row; cells are HTML. */
    public static String row(String... cells) {
        return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>\n";
    }

    /** A number with four significant digits; a dash for what is none. */
    public static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
    }

    /** Text as HTML. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
