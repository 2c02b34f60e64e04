package io.stepcast.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows, over the last five seconds. Confined to one thread. */
final class RateMeter {

    private static final long SPAN_NANOS = 5_000_000_000L;

    private record Sample(long nanos, long count) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Per second, now that the count is this. */
    double update(long count, long nowNanos) {
        samples.addLast(new Sample(nowNanos, count));
        while (samples.size() > 2 && nowNanos - samples.getFirst().nanos > SPAN_NANOS) {
            samples.removeFirst();
        }
        Sample oldest = samples.getFirst();
        long nanos = nowNanos - oldest.nanos;
        return nanos <= 0 ? 0 : (count - oldest.count) * 1e9 / nanos;
    }
}
