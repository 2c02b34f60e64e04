package io.stepcast.job.operator;

import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.DeadLetter;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.job.wire.Wire;
import io.stepcast.window.Arrival;
import io.stepcast.window.OrderConfig;
import io.stepcast.window.OrderedReading;
import io.stepcast.window.Placement;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesOrder;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Keyed by series: puts each series' readings in the order of event time, moves them into its window and passes the window on.
 *
 * <p>A plain operator rather than a process function, for two reasons. Timers of one moment fire in an order that is another one after a
 * restore; here all that a watermark lets go is sorted by time and series before it goes. And how far event time has come is kept over
 * restores, so that what waits, waits as long as it would have without one.
 */
public final class WindowingOperator extends AbstractStreamOperator<ArrivedWindow>
        implements OneInputStreamOperator<SourceReading, ArrivedWindow>, Triggerable<String, VoidNamespace> {

    /** The accumulator that counts the readings whose series had no usable window: the first, and the first after a long gap. */
    public static final String WARMING = "warming";

    /** The accumulator that counts the readings that came before, the very same. */
    public static final String REPEATED = "repeated";

    /** The accumulator that counts the readings that replaced another. */
    public static final String CORRECTED = "corrected";

    private static final long serialVersionUID = 1;

    private static final Comparator<OrderedReading> BY_TIME = Comparator.<OrderedReading>comparingLong(
                    next -> next.reading().eventTimeMillis())
            .thenComparing(next -> next.reading().series());

    private final WindowConfig windowing;
    private final OrderConfig rules;
    private final boolean releaseWhenIdle;

    private transient ValueState<SeriesOrder> orders;
    private transient ValueState<SeriesWindow> windows;
    private transient ListState<Long> watermarks;
    private transient InternalTimerService<VoidNamespace> timers;
    /** Series whose timers the watermark that is being processed has fired. */
    private transient Set<String> woken;

    /** How far event time has come, over restores. */
    private transient long watermarkMillis;
    /** Whether what comes after knows of it. */
    private transient boolean announced;

    private transient Tally warming;
    private transient Tally repeated;
    private transient Tally corrected;
    private transient DeadLetterOutput deadLetters;
    private transient Counter hurried;
    private transient Counter expired;
    private transient long waiting;

    /**
     * @param rules how readings are put in order
     * @param releaseWhenIdle whether readings that wait go on when all partitions are silent
     */
    public WindowingOperator(WindowConfig windowing, OrderConfig rules, boolean releaseWhenIdle) {
        this.windowing = windowing;
        this.rules = rules;
        this.releaseWhenIdle = releaseWhenIdle;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        warming = new Tally(WARMING, context.getOperatorStateStore(), getRuntimeContext());
        repeated = new Tally(REPEATED, context.getOperatorStateStore(), getRuntimeContext());
        corrected = new Tally(CORRECTED, context.getOperatorStateStore(), getRuntimeContext());
        orders = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("order", Wire.SERIES_ORDER));
        windows = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("window", Wire.SERIES_WINDOW));
        watermarks =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
        watermarkMillis = Long.MAX_VALUE;
        for (long restored : watermarks.get()) {
            watermarkMillis = restored < watermarkMillis ? restored : watermarkMillis;
        }
        announced = watermarkMillis == Long.MAX_VALUE || watermarkMillis == Long.MIN_VALUE;
        watermarkMillis = announced ? Long.MIN_VALUE : watermarkMillis;
    }

    @Override
    public void open() throws Exception {
        super.open();
        woken = new TreeSet<>();
        timers = getInternalTimerService("event time", VoidNamespaceSerializer.INSTANCE, this);
        deadLetters = new DeadLetterOutput(getMetricGroup());
        hurried = getMetricGroup().counter("hurried");
        expired = getMetricGroup().counter("expired");
        waiting = 0;
        for (String series : waitingSeries()) {
            setCurrentKey(series);
            waiting += orders.value().waiting();
        }
        getMetricGroup().gauge("waiting", () -> waiting);
    }

    @Override
    public void processElement(StreamRecord<SourceReading> element) throws Exception {
        announce();
        SourceReading source = element.getValue();
        SeriesOrder order = orders.value();
        if (order == null) {
            order = new SeriesOrder();
        }
        int before = order.waiting();
        Placement placement = order.add(rules, source.reading(), source.source().timestamp(), watermarkMillis);
        if (placement instanceof Placement.Taken taken) {
            hurried.inc(taken.hurried());
            for (OrderedReading next : taken.next()) {
                advance(next);
            }
        } else if (placement instanceof Placement.Repeated) {
            repeated.increment();
        } else if (placement instanceof Placement.Replaced) {
            corrected.increment();
        } else if (corrects(order, source.reading())) {
            corrected.increment();
        } else {
            deadLetters.emit(
                    letter(source, placement), (tag, letter) -> output.collect(tag, new StreamRecord<>(letter)));
        }
        waiting += order.waiting() - before;
        keep(order);
    }

    /** Puts a reading that comes too late into the window of the current key in the place of the first one, where that is allowed. */
    private boolean corrects(SeriesOrder order, Reading reading) throws IOException {
        SeriesWindow window = windows.value();
        if (rules.corrections() != OrderConfig.Corrections.REPLACE
                || window == null
                || !(window.replace(reading) instanceof Arrival.Replaced)) {
            return false;
        }
        windows.update(window);
        order.replaced(rules, reading);
        return true;
    }

    /** Tells what comes after how far event time had come before the restore. */
    private void announce() {
        if (!announced) {
            announced = true;
            output.emitWatermark(new Watermark(watermarkMillis));
        }
    }

    private void keep(SeriesOrder order) throws Exception {
        if (order.isNew()) {
            orders.clear();
            return;
        }
        long wake = order.schedule(rules);
        if (wake != SeriesOrder.NEVER) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, wake);
        }
        orders.update(order);
    }

    /** Moves the window of the current key on. */
    private void advance(OrderedReading next) throws Exception {
        Reading reading = next.reading();
        SeriesWindow window = windows.value();
        if (window == null || next.anew()) {
            window = new SeriesWindow(windowing);
        } else {
            FixedConfiguration.requireSame("series '" + reading.series() + "'", window.config(), windowing);
            window.allowGap(windowing.maxGap());
        }
        Arrival arrival = window.add(reading);
        windows.update(window);
        if (arrival instanceof Arrival.Advanced advanced) {
            for (WindowStep step : advanced.steps()) {
                output.collect(new StreamRecord<>(new ArrivedWindow(step, next.arrivedMillis())));
            }
        } else if (arrival instanceof Arrival.Warming) {
            warming.increment();
        } else {
            throw new IllegalStateException("a reading that was put in order must move its window on, got " + arrival);
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        announce();
        if (mark.getTimestamp() <= watermarkMillis) {
            return;
        }
        woken.clear();
        getTimeServiceManager().orElseThrow().advanceWatermark(mark);
        release(woken, false, mark.getTimestamp());
        // The end of the input says nothing about event time, and a savepoint may follow.
        boolean end = mark.getTimestamp() == Long.MAX_VALUE;
        watermarkMillis = end ? watermarkMillis : mark.getTimestamp();
        for (String series : woken) {
            wake(series, mark.getTimestamp());
        }
        output.emitWatermark(mark);
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
        woken.add(timer.getKey());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("event-time timers only are set, got " + timer);
    }

    /** Lets readings of some series go, those of all series together in order. */
    private void release(Set<String> series, boolean all, long mark) throws Exception {
        List<OrderedReading> due = new ArrayList<>();
        for (String each : series) {
            setCurrentKey(each);
            SeriesOrder order = orders.value();
            if (order != null) {
                due.addAll(all ? order.releaseAll(rules) : order.release(rules, mark));
                orders.update(order);
            }
        }
        due.sort(BY_TIME);
        for (OrderedReading next : due) {
            setCurrentKey(next.reading().series());
            advance(next);
        }
        waiting -= due.size();
    }

    /** Forgets a series whose time has come, or sets its next timer. */
    private void wake(String series, long mark) throws Exception {
        setCurrentKey(series);
        SeriesOrder order = orders.value();
        if (order == null) {
            return;
        }
        order.woken(mark);
        if (order.expire(rules, watermarkMillis)) {
            windows.clear();
            expired.inc();
        }
        keep(order);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        if (status.isIdle() && releaseWhenIdle) {
            announce();
            Set<String> series = waitingSeries();
            release(series, true, watermarkMillis);
            for (String each : series) {
                setCurrentKey(each);
                keep(orders.value());
            }
        }
        super.processWatermarkStatus(status);
    }

    /** The series of which readings wait: each has a timer. */
    private Set<String> waitingSeries() throws Exception {
        Set<String> timed = new HashSet<>();
        timers.forEachEventTimeTimer((namespace, moment) -> {
            SeriesOrder order = orders.value();
            if (order != null && order.waiting() > 0) {
                timed.add((String) getCurrentKey());
            }
        });
        return new TreeSet<>(timed);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        warming.snapshot();
        repeated.snapshot();
        corrected.snapshot();
        watermarks.update(List.of(watermarkMillis));
    }

    private static DeadLetter letter(SourceReading source, Placement placement) {
        Reading reading = source.reading();
        Instant moment = Instant.ofEpochMilli(reading.eventTimeMillis());
        if (placement instanceof Placement.Late late) {
            return new DeadLetter(
                    source.source(),
                    DeadLetter.Reason.LATE,
                    "a reading of '" + reading.series() + "' must be newer than its newest, "
                            + Instant.ofEpochMilli(late.newestMillis()) + ", got " + moment);
        }
        if (placement instanceof Placement.Duplicate duplicate) {
            return new DeadLetter(
                    source.source(),
                    DeadLetter.Reason.DUPLICATE,
                    "a time step of '" + reading.series() + "' must have one reading, and that of "
                            + Instant.ofEpochMilli(duplicate.firstMillis()) + " came before with other values, got "
                            + moment);
        }
        throw new IllegalStateException("a reading that is refused is late or a duplicate, got " + placement);
    }
}
