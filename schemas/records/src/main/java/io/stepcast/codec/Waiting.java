package io.stepcast.codec;

import java.time.Duration;

/** The passing of time, so that tests need not wait for it. */
interface Waiting {

    /** The time of this machine, asleep for real. */
    Waiting REAL = new Waiting() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }
    };

    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    void sleep(Duration duration) throws InterruptedException;
}
