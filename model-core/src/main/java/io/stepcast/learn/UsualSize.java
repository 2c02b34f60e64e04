package io.stepcast.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How large a number usually is that comes at every learning step, and the most that is let through: {@value #FACTOR} times the usual
 * size, which is a winsorised exponential mean: what is larger than the most counts as the most. So a single huge number changes
 * little, while a size that stays doubles the most with every step and is let through after at most
 * log2(size / most) + 1 of them. The usual size never counts as less than {@value #LEAST}: losses are in squared step scales, so that
 * below it nothing is wild.
 *
 * @see <a href="https://doi.org/10.1002/9780470434697">Huber and Ronchetti, Robust Statistics: winsorising</a>
 */
final class UsualSize {

    private static final double FACTOR = 100;
    private static final double LEAST = 1;
    private static final double RATE = 1 / FACTOR;

    /** Numbers that are let through whatever they are: nothing is usual yet. */
    private static final int UNKNOWN = 20;

    private long seen;
    private double mean;

    /** The most that is let through now. */
    double most() {
        return seen < UNKNOWN ? Double.POSITIVE_INFINITY : FACTOR * Math.max(mean, LEAST);
    }

    /** Takes the next number, let through or not. */
    void add(double size) {
        if (Double.isNaN(size)) {
            return;
        }
        double counted = Math.min(size, FACTOR * Math.max(mean, LEAST));
        seen++;
        mean += Math.max(RATE, 1.0 / seen) * (counted - mean);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(seen);
        out.writeDouble(mean);
    }

    void restore(DataInput in) throws IOException {
        seen = in.readLong();
        mean = in.readDouble();
    }
}
