package io.stepcast.window;

import io.stepcast.state.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The range of each feature's values: its middle as level, half its width as spread (1 where zero). Both ends move towards every
 * value by 1 / (365 seasons of readings) of their distance, so that an old extreme is forgotten within years. From the
 * {@value #UNPROTECTED_VALUES}th value on one value widens the range by at most half: a glitch costs a little, and a new level is
 * reached within a few readings. Memory: 24 bytes per feature.
 */
final class ValueRange implements LevelAndSpread {

    private static final int UNPROTECTED_VALUES = 20;

    private final double rate;
    private final double[] low;
    private final double[] high;
    /** Values seen, at most {@link #UNPROTECTED_VALUES}. */
    private final long[] seen;

    ValueRange(WindowConfig config) {
        rate = RunningScale.slowestSpreadRate(config);
        low = new double[config.features()];
        high = new double[config.features()];
        seen = new long[config.features()];
    }

    @Override
    public double level(int feature) {
        return low[feature] + (high[feature] - low[feature]) / 2;
    }

    @Override
    public double spread(int feature) {
        double half = (high[feature] - low[feature]) / 2;
        return half > 0 ? half : 1;
    }

    /** Takes the next known value of a feature. */
    void update(int feature, double value) {
        if (seen[feature] == 0) {
            low[feature] = value;
            high[feature] = value;
        }
        double width = high[feature] - low[feature];
        boolean guarded = seen[feature] == UNPROTECTED_VALUES && width > 0;
        double most = guarded ? width / 2 : Double.POSITIVE_INFINITY;
        seen[feature] = Math.min(UNPROTECTED_VALUES, seen[feature] + 1);
        if (value < low[feature]) {
            low[feature] = Math.max(value, low[feature] - most);
        } else {
            low[feature] += rate * (Math.min(value, high[feature]) - low[feature]);
        }
        if (value > high[feature]) {
            high[feature] = Math.min(value, high[feature] + most);
        } else {
            high[feature] -= rate * (high[feature] - Math.max(value, low[feature]));
        }
    }

    void write(DataOutput out) throws IOException {
        StateArrays.writeDoubles(out, low);
        StateArrays.writeDoubles(out, high);
        StateArrays.writeLongs(out, seen);
    }

    void restore(DataInput in) throws IOException {
        StateArrays.readDoubles(in, low);
        StateArrays.readDoubles(in, high);
        StateArrays.readLongs(in, seen);
    }
}
