package io.stepcast.fit;

/** There are too few rows for windows of this length and their parts; the message says how many are required. */
public final class TooFewRowsException extends IllegalArgumentException {

    /**
     * What windows were cut from.
     *
     * @param length time steps per window
     * @param before rows of a series before its first label
     * @param longest rows of the longest series
     */
    record Source(int length, int before, int longest) {}

    TooFewRowsException(Source source, Shares shares, int windows) {
        super("windows of " + source.length + (source.length == 1 ? " time step" : " time steps") + parts(shares)
                + " require at least " + (source.before + shares.fewestWindows()) + " rows of one series, got "
                + source.longest
                + (source.longest >= source.before + shares.fewestWindows()
                        ? " with " + windows
                                + " usable windows: a window must have a known value of each feature in its first row,"
                                + " and the row after it a value"
                        : ""));
    }

    private static String parts(Shares shares) {
        return shares.equals(Shares.NONE)
                ? ""
                : ", with shares of " + shares.validation() + " for validation and " + shares.test() + " for the test,";
    }
}
