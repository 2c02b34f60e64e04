package io.stepcast.cli.backtest;

import io.stepcast.backtest.RowRange;
import io.stepcast.cli.console.UserException;
import org.jspecify.annotations.Nullable;

/** {@code --warmup-rows}, {@code --score-from} and {@code --score-to}, each null where it was left out. */
record RowFlags(
        @Nullable Integer warmupRows,
        @Nullable Integer scoreFrom,
        @Nullable Integer scoreTo) {

    private static final double DEFAULT_WARMUP = 0.15;
    /** The first row that has a prediction; it stands on the two before it. */
    private static final int FIRST_PREDICTED = 2;

    /**
     * The rows that count in a series.
     *
     * @throws UserException if the series has too few
     */
    RowRange of(String series, int rows) {
        if (rows <= FIRST_PREDICTED) {
            throw UserException.usage(
                    "a series must have at least " + (FIRST_PREDICTED + 1) + " rows, got " + rows + " of " + series);
        }
        int warmup = warmupRows == null ? Math.max(FIRST_PREDICTED, (int) (DEFAULT_WARMUP * rows)) : warmupRows;
        int from = scoreFrom == null ? warmup : scoreFrom;
        int to = scoreTo == null ? rows : scoreTo;
        require(warmup >= 2 && warmup <= rows, "--warmup-rows", "2 to " + rows, warmup, series, rows);
        require(from >= 0 && from < rows, "--score-from", "0 to " + (rows - 1), from, series, rows);
        int least = Math.max(Math.max(from + 1, warmup), FIRST_PREDICTED + 1);
        require(
                to >= least && to <= rows,
                "--score-to",
                least <= rows ? least + " to " + rows : "at least " + least,
                to,
                series,
                rows);
        return new RowRange(warmup, from, to);
    }

    private static void require(boolean holds, String flag, String range, int value, String series, int rows) {
        if (!holds) {
            throw UserException.usage(
                    flag + " must be " + range + " for the " + rows + " rows of series " + series + ", got " + value);
        }
    }
}
