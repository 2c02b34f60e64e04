package io.stepcast.cli.csv;

import java.util.function.LongSupplier;

/** Spaces things evenly in time: the n-th comes no earlier than n / rate after the first. Confined to one thread. */
public final class Pacer {

    /** Waits for so many nanoseconds. */
    public interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    private final double perSecond;
    private final LongSupplier nanoClock;
    private final Sleeper sleeper;
    private long startNanos;
    private long count;

    /** @param perSecond things per second; infinity for no waiting */
    public Pacer(double perSecond, LongSupplier nanoClock, Sleeper sleeper) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate must be above 0 per second, got " + perSecond);
        }
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        this.sleeper = sleeper;
    }

    /** Waits until it is time for the next one. */
    public void await() throws InterruptedException {
        if (count == 0) {
            startNanos = nanoClock.getAsLong();
        } else if (!Double.isInfinite(perSecond)) {
            long due = startNanos + (long) (count / perSecond * 1e9);
            long wait = due - nanoClock.getAsLong();
            if (wait > 0) {
                sleeper.sleep(wait);
            }
        }
        count++;
    }
}
