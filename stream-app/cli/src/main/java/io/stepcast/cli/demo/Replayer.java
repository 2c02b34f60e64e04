package io.stepcast.cli.demo;

import io.stepcast.cli.csv.Pacer;
import io.stepcast.cli.kafka.ReadingsWriter;
import io.stepcast.cli.kafka.TopicFollower;
import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the data set's rows to the readings topic, in a thread of its own, going on after the last row that is there already. */
final class Replayer implements AutoCloseable {

    /** Header of a reading: its row in the data set, from 0. */
    static final String ROW = "stepcast-row";

    private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);

    private final StepcastConfig config;
    private final List<Reading> rows;
    private final double perSecond;
    private final AtomicInteger next;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::replay, "replayer");

    private Replayer(StepcastConfig config, List<Reading> rows, double perSecond, int first) {
        this.config = config;
        this.rows = rows;
        this.perSecond = perSecond;
        this.next = new AtomicInteger(first);
    }

    /** Finds where to go on, and starts. */
    static Replayer start(StepcastConfig config, List<Reading> rows, double perSecond) {
        int first = firstMissingRow(config);
        LOG.info("Replaying from row {} of {}", first, rows.size());
        Replayer replayer = new Replayer(config, rows, perSecond, first);
        replayer.thread.setDaemon(true);
        replayer.thread.start();
        return replayer;
    }

    /**
     * The row after the highest one on the topic, which may hold other readings too: those of somebody who produces some have none.
     */
    static int firstMissingRow(StepcastConfig config) {
        AtomicInteger first = new AtomicInteger();
        try (TopicFollower follower =
                new TopicFollower(config, List.of(config.topics().readings()), true)) {
            follower.readAll(record -> {
                Header row = record.headers().lastHeader(ROW);
                if (row != null) {
                    int number = Integer.parseInt(new String(row.value(), StandardCharsets.UTF_8));
                    first.accumulateAndGet(number + 1, Math::max);
                }
            });
        }
        return first.get();
    }

    private void replay() {
        try (ReadingsWriter writer = new ReadingsWriter(config)) {
            Pacer pacer = new Pacer(perSecond, System::nanoTime, this::sleep);
            while (next.get() < rows.size()) {
                pacer.await();
                if (stop.getCount() == 0) {
                    break;
                }
                int row = next.get();
                byte[] value = Integer.toString(row).getBytes(StandardCharsets.UTF_8);
                writer.write(rows.get(row), List.of(new RecordHeader(ROW, value)));
                next.incrementAndGet();
            }
            writer.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private void sleep(long nanos) throws InterruptedException {
        if (stop.await(nanos, TimeUnit.NANOSECONDS)) {
            LOG.info("Asked to stop before row {}", next.get());
        }
    }

    /** Rows written by this or an earlier run. */
    int written() {
        return next.get();
    }

    /** Rows of the data set. */
    int total() {
        return rows.size();
    }

    /** Why the replay ended early, or null. */
    @Nullable
    RuntimeException failure() {
        return failure.get();
    }

    /** Stops after the row at hand and waits for it to be written. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
