package io.stepcast.job.operator;

import io.stepcast.window.Silence;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.TimerService;

/**
 * Whether the series of the current key was silent for longer than the time-to-live: between two of its steps, or since its last one as
 * event time goes. For the states behind the windows, by the rule that holds for those.
 */
final class SeriesSilence {

    private static final long NONE = Long.MIN_VALUE;

    /** Event time of the newest step; that of the stream when it came; the moment of the timer that is set, or {@link #NONE}. */
    private static final int NEWEST = 0;

    private static final int ACTIVE = 1;
    private static final int TIMER = 2;

    private final long ttlMillis;
    private final ValueState<long[]> moments;

    /** @param ttlMillis the time-to-live, or 0 for ever */
    SeriesSilence(long ttlMillis, RuntimeContext context) {
        this.ttlMillis = ttlMillis;
        moments = context.getState(
                new ValueStateDescriptor<>("silence", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /**
     * Notes a step of the series and sets a timer for the end of its time-to-live.
     *
     * @return whether the series begins anew with it
     */
    boolean endsWith(long stepMillis, TimerService timers) throws Exception {
        if (ttlMillis == 0) {
            return false;
        }
        long[] before = moments.value();
        Silence now = Silence.after(stepMillis, timers.currentWatermark());
        long timer = before == null ? NONE : before[TIMER];
        if (timer == NONE) {
            timer = now.endMillis(ttlMillis);
            timers.registerEventTimeTimer(timer);
        }
        moments.update(new long[] {now.newestMillis(), now.activeMillis(), timer});
        return before != null && silence(before).isTooLongUntil(stepMillis, ttlMillis);
    }

    /**
     * Takes the timer.
     *
     * @return whether the series is to be forgotten; otherwise another timer is set
     */
    boolean isOver(TimerService timers) throws Exception {
        long[] now = moments.value();
        if (now == null) {
            return false;
        }
        // The end of the input says nothing about event time, and a savepoint may follow. With no time-to-live any
        // more, nothing ends.
        if (ttlMillis == 0 || timers.currentWatermark() == Long.MAX_VALUE) {
            moments.update(new long[] {now[NEWEST], now[ACTIVE], NONE});
            return false;
        }
        long end = silence(now).endMillis(ttlMillis);
        if (end <= timers.currentWatermark()) {
            moments.clear();
            return true;
        }
        timers.registerEventTimeTimer(end);
        moments.update(new long[] {now[NEWEST], now[ACTIVE], end});
        return false;
    }

    private static Silence silence(long[] moments) {
        return new Silence(moments[NEWEST], moments[ACTIVE]);
    }
}
