package io.stepcast.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The usual time between the readings of an irregular series: a fading mean of its logarithm, thus a geometric mean. Times between
 * readings spread over orders of magnitude; a pause of a day among readings of a minute would own an arithmetic mean for long, and
 * a median would need the times themselves. Logarithms are {@link StrictMath}'s: the same bits on every machine.
 */
final class StepIntervals {

    /** Intervals remembered. */
    private static final double MEMORY = 168;

    private static final double MOST = 6;

    private long seen;
    private double meanLog;

    /** Takes the next interval, in milliseconds; less than 1 counts as 1. */
    void update(long intervalMillis) {
        seen++;
        meanLog += Math.max(1 / MEMORY, 1.0 / seen) * (StrictMath.log((double) Math.max(1, intervalMillis)) - meanLog);
    }

    /** The natural logarithm of an interval over the usual one, within ±{@value #MOST}. */
    float relative(long intervalMillis) {
        return (float) Clip.clip(StrictMath.log((double) Math.max(1, intervalMillis)) - meanLog, MOST);
    }

    /** ln(1 + age / usual interval), at most {@value #MOST}: 0 for the newest row, about 2 for one seven intervals back. */
    float age(long ageMillis) {
        return (float) Clip.clip(StrictMath.log1p(Math.max(0, ageMillis) / StrictMath.exp(meanLog)), MOST);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(seen);
        out.writeDouble(meanLog);
    }

    void restore(DataInput in) throws IOException {
        seen = in.readLong();
        meanLog = in.readDouble();
    }
}
