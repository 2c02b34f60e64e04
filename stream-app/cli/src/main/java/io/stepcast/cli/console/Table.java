package io.stepcast.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns that line up. */
public final class Table {

    private static final String GAP = "  ";

    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * @param headings one per column; a heading that begins with {@code >} makes its column stand to the right, as numbers do
     */
    public Table(String... headings) {
        right = new boolean[headings.length];
        String[] first = new String[headings.length];
        for (int column = 0; column < headings.length; column++) {
            right[column] = headings[column].startsWith(">");
            first[column] = right[column] ? headings[column].substring(1) : headings[column];
        }
        rows.add(first);
    }

    /** Adds a row. */
    public void row(String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException("a row must have " + right.length + " cells, got " + cells.length);
        }
        rows.add(cells.clone());
    }

    /** The headings and the rows, without spaces at their ends. */
    public List<String> lines() {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                String padding = " ".repeat(widths[column] - row[column].length());
                line.append(column == 0 ? "" : GAP)
                        .append(right[column] ? padding + row[column] : row[column] + padding);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
