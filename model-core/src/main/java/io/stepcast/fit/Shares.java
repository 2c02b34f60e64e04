package io.stepcast.fit;

/**
 * Which shares of the windows are kept from training: the newest for the test, those before them for validation.
 *
 * @param validation at least 0
 * @param test at least 0; below 1 together with {@code validation}
 */
public record Shares(double validation, double test) {

    /** All windows are trained on. */
    public static final Shares NONE = new Shares(0, 0);

    /** Keeps 0.1 × 20 from being 1.9999. */
    private static final double ROUNDING = 1e-9;

    public Shares {
        if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
            throw new IllegalArgumentException(
                    "the shares of validation and test must be at least 0 and below 1 together, got " + validation
                            + " and " + test);
        }
    }

    int validationOf(int windows) {
        return (int) (validation * windows + ROUNDING);
    }

    int testOf(int windows) {
        return (int) (test * windows + ROUNDING);
    }

    /** The fewest windows of which every part that is asked for gets at least one. */
    public int fewestWindows() {
        int windows = 1;
        while ((validation > 0 && validationOf(windows) == 0)
                || (test > 0 && testOf(windows) == 0)
                || validationOf(windows) + testOf(windows) >= windows) {
            windows++;
        }
        return windows;
    }
}
