package io.stepcast.backtest;

/**
 * Which rows of a series count, from 0 in the order of time.
 *
 * @param warmupRows the rows that give the unit of the scores; at least 2
 * @param scoreFrom the first row whose prediction is scored
 * @param scoreTo one past the last row that is read and scored
 */
public record RowRange(int warmupRows, int scoreFrom, int scoreTo) {

    public RowRange {
        if (warmupRows < 2 || scoreFrom < 0 || scoreTo <= scoreFrom || scoreTo < warmupRows) {
            throw new IllegalArgumentException(
                    "a range of rows must have at least 2 rows of warm-up, and its scored rows must"
                            + " end after they begin and not before the warm-up does, got " + warmupRows
                            + " rows of warm-up and scored rows "
                            + scoreFrom + " to " + scoreTo);
        }
    }

    boolean scores(int row) {
        return row >= scoreFrom && row < scoreTo;
    }
}
