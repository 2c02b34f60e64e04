package io.stepcast.window;

import io.stepcast.state.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Running level, spread and step scale per feature: exponential means that begin as plain means, with a memory of a week of readings
 * for the level and a year for the spreads where a season is a day. From the 20th step on a single value counts as at most
 * {@value #OUTLIER} spreads, so that a glitch does not spoil the scale. A missing value leaves everything as it is.
 */
final class RunningScale implements LevelAndSpread {

    private static final double OUTLIER = 30;
    private static final int UNPROTECTED_STEPS = 20;
    private static final int LEVEL_SEASONS = 7;
    private static final int SPREAD_SEASONS = 365;

    /** Readings per season where it is unknown. */
    private static final double DEFAULT_SEASON = 24;

    private final double slowestLevelRate;
    private final double slowestSpreadRate;

    private final long[] seen;
    private final double[] level;
    private final double[] variance;
    private final double[] stepSquare;
    private final double[] last;

    RunningScale(WindowConfig config) {
        slowestLevelRate = 1 / (LEVEL_SEASONS * season(config));
        slowestSpreadRate = slowestSpreadRate(config);
        seen = new long[config.features()];
        level = new double[config.features()];
        variance = new double[config.features()];
        stepSquare = new double[config.features()];
        last = new double[config.features()];
    }

    private static double season(WindowConfig config) {
        return config.stepMillis() > 0 && config.seasonMillis() > 0
                ? Math.max(1, (double) config.seasonMillis() / config.stepMillis())
                : DEFAULT_SEASON;
    }

    /** The share of the newest value in what is remembered for {@value #SPREAD_SEASONS} seasons. */
    static double slowestSpreadRate(WindowConfig config) {
        return 1 / (SPREAD_SEASONS * season(config));
    }

    /** Whether the feature ever had a value. */
    boolean seen(int feature) {
        return seen[feature] > 0;
    }

    /** The newest known value; 0 before the first. */
    double last(int feature) {
        return last[feature];
    }

    /** Corrects the newest known value; what was learnt from it stays. */
    void correctLast(int feature, double value) {
        last[feature] = value;
    }

    @Override
    public double level(int feature) {
        return level[feature];
    }

    /** Running standard deviation; 1 where it is zero. */
    @Override
    public double spread(int feature) {
        return rootOrOne(variance[feature]);
    }

    /** Running root mean square of the steps; 1 where it is zero. */
    double stepScale(int feature) {
        return rootOrOne(stepSquare[feature]);
    }

    /**
     * Takes the next known value of a feature.
     *
     * @param follows whether the newest known value is of the time step before it, so that their difference is a step
     */
    void update(int feature, double value, boolean follows) {
        long steps = seen[feature]++;
        if (steps == 0) {
            level[feature] = value;
            last[feature] = value;
            return;
        }
        double deviation = value - level[feature];
        double step = value - last[feature];
        if (steps >= UNPROTECTED_STEPS) {
            deviation = limit(deviation, variance[feature]);
            step = limit(step, stepSquare[feature]);
        }
        double plainRate = 1.0 / (steps + 1);
        double spreadRate = Math.max(slowestSpreadRate, plainRate);
        variance[feature] += spreadRate * (deviation * deviation - variance[feature]);
        if (follows) {
            stepSquare[feature] += spreadRate * (step * step - stepSquare[feature]);
        }
        level[feature] += Math.max(slowestLevelRate, plainRate) * deviation;
        last[feature] = value;
    }

    private static double limit(double deviation, double square) {
        if (square == 0) {
            return deviation;
        }
        double most = OUTLIER * Math.sqrt(square);
        return Math.max(-most, Math.min(most, deviation));
    }

    private static double rootOrOne(double square) {
        return square > 0 ? Math.sqrt(square) : 1;
    }

    void write(DataOutput out) throws IOException {
        StateArrays.writeLongs(out, seen);
        StateArrays.writeDoubles(out, level);
        StateArrays.writeDoubles(out, variance);
        StateArrays.writeDoubles(out, stepSquare);
        StateArrays.writeDoubles(out, last);
    }

    void restore(DataInput in) throws IOException {
        StateArrays.readLongs(in, seen);
        StateArrays.readDoubles(in, level);
        StateArrays.readDoubles(in, variance);
        StateArrays.readDoubles(in, stepSquare);
        StateArrays.readDoubles(in, last);
    }
}
