package io.stepcast.job.decode;

import io.stepcast.config.EventTimeConfig;
import io.stepcast.job.wire.DecodedRecord;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The event time of one partition: the newest reading's, less the lateness.
 *
 * <p>It moves with the readings, never with the clock, so that the order of the input alone decides what is learnt. It moves in steps,
 * whose places don't depend on where reading began: a job that goes on from a checkpoint comes to the same ones.
 */
public final class EventTimeWatermarks implements WatermarkGenerator<DecodedRecord> {

    private static final long DEFAULT_STEP = 1000;
    private static final long STEPS_PER_SPAN = 100;

    private final long latenessMillis;
    private final long stepMillis;
    private long newestMillis = Long.MIN_VALUE;
    private long markMillis = Long.MIN_VALUE;

    public EventTimeWatermarks(long latenessMillis, long ttlMillis) {
        this.latenessMillis = latenessMillis;
        stepMillis = Math.min(
                latenessMillis == 0 ? DEFAULT_STEP : Math.max(1, latenessMillis / STEPS_PER_SPAN),
                ttlMillis == 0 ? DEFAULT_STEP * STEPS_PER_SPAN : Math.max(1, ttlMillis / STEPS_PER_SPAN));
    }

    /**
     * The event time of all partitions: that of the one that is furthest behind, leaving out those that were silent for
     * {@code series.idle-after}.
     */
    public static WatermarkStrategy<DecodedRecord> strategy(EventTimeConfig config) {
        long lateness = config.maxLateness().toMillis();
        long ttl = config.ttl() == null ? 0 : config.ttl().toMillis();
        return WatermarkStrategy.<DecodedRecord>forGenerator(context -> new EventTimeWatermarks(lateness, ttl))
                .withIdleness(config.idleAfter());
    }

    @Override
    public void onEvent(@Nullable DecodedRecord record, long kafkaTimestamp, WatermarkOutput output) {
        if (!(record instanceof DecodedRecord.Usable usable)) {
            return;
        }
        long moment = usable.reading().reading().eventTimeMillis();
        if (moment <= newestMillis) {
            return;
        }
        newestMillis = moment;
        long mark = Math.floorDiv(moment - latenessMillis, stepMillis) * stepMillis - 1;
        if (mark > markMillis) {
            markMillis = mark;
            output.emitWatermark(new Watermark(mark));
        }
    }

    /** Does nothing: the clock has no say. */
    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
}
