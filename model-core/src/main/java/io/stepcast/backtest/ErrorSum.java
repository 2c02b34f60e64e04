package io.stepcast.backtest;

/** Sums errors up. */
final class ErrorSum {

    private double square;
    private double absolute;
    private long count;

    void add(double error) {
        square += error * error;
        absolute += Math.abs(error);
        count++;
    }

    ErrorScore mean() {
        return count == 0 ? new ErrorScore(Double.NaN, Double.NaN) : new ErrorScore(square / count, absolute / count);
    }
}
