package io.stepcast.job.operator;

import io.stepcast.job.wire.ArrivedWindow;
import org.apache.flink.metrics.MetricGroup;

/** How far a subtask is behind: behind the arrival of readings and behind their event time. Confined to the task thread. */
final class Lag {

    /** Shown before anything has come. */
    private static final long UNKNOWN = -1;

    /** Tells the time, in milliseconds since the epoch. */
    @FunctionalInterface
    interface Clock {
        long nowMillis();
    }

    private final Clock clock;
    private volatile long newestEventTimeMillis = Long.MIN_VALUE;
    private volatile long lastLagMillis = UNKNOWN;

    Lag(MetricGroup operator, Clock clock) {
        this.clock = clock;
        operator.gauge("arrivalLagMillis", () -> lastLagMillis);
        operator.gauge("eventTimeLagMillis", this::eventTimeLagMillis);
    }

    /** Takes a window and returns how long ago its newest reading arrived, in milliseconds; 0 where that is not known. */
    long of(ArrivedWindow window) {
        long arrived = window.arrivedMillis();
        long now = clock.nowMillis();
        long lag = arrived < 0 || arrived > now ? 0 : now - arrived;
        lastLagMillis = lag;
        if (window.step().eventTimeMillis() > newestEventTimeMillis) {
            newestEventTimeMillis = window.step().eventTimeMillis();
        }
        return lag;
    }

    private long eventTimeLagMillis() {
        long newest = newestEventTimeMillis;
        return newest == Long.MIN_VALUE ? UNKNOWN : clock.nowMillis() - newest;
    }
}
