package io.stepcast.window;

import io.stepcast.state.StateArrays;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the readings of one series in the order of event time. Confined to one thread.
 *
 * <p>The expected next step of a regular series goes on at once; so does everything when the lateness is 0. A reading beyond a gap,
 * the first of a series, and every reading of an irregular series wait until the watermark says that nothing older will come, or the
 * gap is filled. What is of the time step of an earlier reading, or older than what has gone on, is told apart and never goes on.
 *
 * <p>What goes on depends on the readings and watermarks alone, in their order, and for readings within the lateness not even on that.
 * Memory: about 350 bytes, and 60 + 8 × features for each reading that waits, of which there are at most
 * {@link OrderConfig#capacity}.
 */
public final class SeriesOrder {

    /** No moment at all. */
    public static final long NEVER = Silence.NEVER;

    private static final StateHeader HEADER = new StateHeader("series order", 1);
    private static final int MOST_FEATURES = 500;
    private static final int MOST_SERIES_BYTES = 1 << 20;
    private static final long NONE = Long.MIN_VALUE;

    /** A reading that waits. */
    private record Waiting(Reading reading, long arrivedMillis) {

        long moment() {
            return reading.eventTimeMillis();
        }
    }

    /** In the order of time, each of a time step of its own, all after {@link #newestMillis}. */
    private final List<Waiting> waiting = new ArrayList<>();

    private final RecentReadings recent = new RecentReadings();
    /** Event time of the newest reading that went on. */
    private long newestMillis = NONE;
    /** Where the stream's event time was when it went on: its own event time or the watermark. */
    private long activeMillis = NONE;
    /** The watermark that {@link #schedule} asked for last and that has not come. */
    private long scheduledMillis = NEVER;

    /**
     * Takes a reading as it arrives.
     *
     * @param arrivedMillis any number that is to come out with it
     * @param watermarkMillis the moment that no reading is expected to be older than or as old as
     */
    public Placement add(OrderConfig rules, Reading reading, long arrivedMillis, long watermarkMillis) {
        long moment = reading.eventTimeMillis();
        int at = firstAfter(moment);
        for (int neighbour = at - 1; neighbour <= at; neighbour++) {
            if (neighbour >= 0
                    && neighbour < waiting.size()
                    && rules.same(waiting.get(neighbour).moment(), moment)) {
                return again(rules, reading, arrivedMillis, neighbour);
            }
        }
        if (newestMillis != NONE && (moment <= newestMillis || rules.same(newestMillis, moment))) {
            return tooLate(rules, reading);
        }
        waiting.add(at, new Waiting(reading, arrivedMillis));
        int count = due(rules, 0, watermarkMillis);
        int hurried = 0;
        while (waiting.size() - count > rules.capacity()) {
            hurried++;
            count = due(rules, count + 1, watermarkMillis);
        }
        return new Placement.Taken(next(rules, count, watermarkMillis), hurried);
    }

    /** Another reading of a time step that waits. */
    private Placement again(OrderConfig rules, Reading reading, long arrivedMillis, int place) {
        Reading first = waiting.get(place).reading();
        if (first.equals(reading)) {
            return new Placement.Repeated();
        }
        if (rules.corrections() == OrderConfig.Corrections.KEEP_FIRST) {
            return new Placement.Duplicate(first.eventTimeMillis());
        }
        // With the first one's time the readings stay in order, each of a time step of its own.
        Reading corrected = new Reading(reading.series(), first.eventTimeMillis(), reading.values());
        waiting.set(place, new Waiting(corrected, arrivedMillis));
        return new Placement.Replaced();
    }

    private Placement tooLate(OrderConfig rules, Reading reading) {
        int place = recent.find(rules, reading.eventTimeMillis());
        if (place < 0) {
            return new Placement.Late(newestMillis);
        }
        return recent.same(place, reading) ? new Placement.Repeated() : new Placement.Duplicate(recent.moment(place));
    }

    /** The readings whose turn has come with a watermark, in order. */
    public List<OrderedReading> release(OrderConfig rules, long watermarkMillis) {
        return next(rules, due(rules, 0, watermarkMillis), NONE);
    }

    /** All readings that wait, in order. */
    public List<OrderedReading> releaseAll(OrderConfig rules) {
        return next(rules, waiting.size(), NONE);
    }

    /** How many of those that wait need not wait any longer, when the first {@code going} go. */
    private int due(OrderConfig rules, int going, long watermarkMillis) {
        long before = going == 0 ? newestMillis : waiting.get(going - 1).moment();
        int due = going;
        while (due < waiting.size()) {
            long moment = waiting.get(due).moment();
            boolean expected = rules.stepMillis() > 0 && before != NONE && rules.steps(before, moment) == 1;
            if (!expected && rules.latenessMillis() > 0 && moment - 1 > watermarkMillis) {
                break;
            }
            before = moment;
            due++;
        }
        return due;
    }

    private List<OrderedReading> next(OrderConfig rules, int count, long streamMillis) {
        if (count == 0) {
            return List.of();
        }
        List<OrderedReading> next = new ArrayList<>(count);
        for (Waiting first : waiting.subList(0, count)) {
            boolean anew = newestMillis == NONE || silence().isTooLongUntil(first.moment(), rules.ttlMillis());
            if (anew) {
                recent.clear();
            }
            newestMillis = first.moment();
            activeMillis = Silence.after(newestMillis, streamMillis).activeMillis();
            recent.add(first.reading());
            next.add(new OrderedReading(first.reading(), first.arrivedMillis(), anew));
        }
        waiting.subList(0, count).clear();
        return next;
    }

    private Silence silence() {
        return new Silence(newestMillis, activeMillis);
    }

    /** Tells that a reading that was {@link Placement.Duplicate} or {@link Placement.Late} has replaced the one that went on. */
    public void replaced(OrderConfig rules, Reading reading) {
        recent.correct(rules, reading);
    }

    /**
     * Forgets what went on, if the stream's event time has passed it by the time-to-live. What waits, waits on, as the beginning of the
     * series.
     *
     * @return whether the series' other states are to be forgotten too
     */
    public boolean expire(OrderConfig rules, long watermarkMillis) {
        if (newestMillis == NONE || watermarkMillis < expiryMillis(rules)) {
            return false;
        }
        newestMillis = NONE;
        activeMillis = NONE;
        recent.clear();
        return true;
    }

    private long expiryMillis(OrderConfig rules) {
        return newestMillis == NONE ? NEVER : silence().endMillis(rules.ttlMillis());
    }

    /**
     * The watermark at which to call {@link #woken}, {@link #release} and {@link #expire}: {@link #NEVER} when there is no need, or when
     * one that is early enough was asked for before.
     */
    public long schedule(OrderConfig rules) {
        long releaseMillis = waiting.isEmpty() ? NEVER : waiting.get(0).moment() - 1;
        long wakeMillis = Math.min(releaseMillis, expiryMillis(rules));
        if (wakeMillis >= scheduledMillis) {
            return NEVER;
        }
        scheduledMillis = wakeMillis;
        return wakeMillis;
    }

    /** Tells that the watermark has come this far. */
    public void woken(long watermarkMillis) {
        if (scheduledMillis <= watermarkMillis) {
            scheduledMillis = NEVER;
        }
    }

    /** Readings that wait. */
    public int waiting() {
        return waiting.size();
    }

    /** Whether there is nothing that a new order would not have. */
    public boolean isNew() {
        return waiting.isEmpty() && newestMillis == NONE;
    }

    private int firstAfter(long moment) {
        int at = waiting.size();
        while (at > 0 && waiting.get(at - 1).moment() > moment) {
            at--;
        }
        return at;
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        out.writeLong(newestMillis);
        out.writeLong(activeMillis);
        out.writeLong(scheduledMillis);
        recent.write(out);
        out.writeInt(waiting.size());
        for (Waiting each : waiting) {
            byte[] series = each.reading().series().getBytes(StandardCharsets.UTF_8);
            out.writeInt(series.length);
            out.write(series);
            out.writeLong(each.moment());
            out.writeLong(each.arrivedMillis());
            out.writeInt(each.reading().values().length);
            StateArrays.writeDoubles(out, each.reading().values());
        }
    }

    /**
     * Reads what {@link #write} wrote, continuing exactly.
     *
     * @throws UnreadableStateException if the bytes are no order's state, or a newer version wrote them
     */
    public static SeriesOrder read(DataInput in) throws IOException {
        HEADER.read(in);
        SeriesOrder order = new SeriesOrder();
        order.newestMillis = in.readLong();
        order.activeMillis = in.readLong();
        order.scheduledMillis = in.readLong();
        order.recent.restore(in);
        for (int left = in.readInt(); left > 0; left--) {
            order.waiting.add(readWaiting(in));
        }
        return order;
    }

    private static Waiting readWaiting(DataInput in) throws IOException {
        byte[] series = new byte[bounded(in.readInt(), MOST_SERIES_BYTES, "bytes of a series' name")];
        in.readFully(series);
        long moment = in.readLong();
        long arrivedMillis = in.readLong();
        double[] values = new double[bounded(in.readInt(), MOST_FEATURES, "features")];
        StateArrays.readDoubles(in, values);
        return new Waiting(new Reading(new String(series, StandardCharsets.UTF_8), moment, values), arrivedMillis);
    }

    private static int bounded(int count, int most, String what) throws UnreadableStateException {
        if (count < 1 || count > most) {
            throw new UnreadableStateException(
                    "damaged state: 1 to " + most + " " + what + " must follow, got " + count);
        }
        return count;
    }
}
