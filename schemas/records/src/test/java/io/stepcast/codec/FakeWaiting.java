package io.stepcast.codec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody sleeps. */
final class FakeWaiting implements Waiting {

    private final List<Duration> sleeps = new ArrayList<>();
    private long nanos;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("by the test");
        }
        sleeps.add(duration);
        nanos += duration.toNanos();
    }

    List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
