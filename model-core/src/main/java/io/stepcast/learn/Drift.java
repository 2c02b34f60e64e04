package io.stepcast.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Watches the loss of new windows, predicted before they were learnt, for a rise that lasts, and says how to learn after one:
 * {@value #FACTOR} times as fast at first, falling to the usual rate over {@value #FADE} learning steps, and replaying no window from
 * before the change. Depends on the order of the input alone. What {@link Adwin} sees of a loss l is l / (1 + l); it sees one for each time
 * step of all series: fewer, and changes are found late; more, and the differences between series look like changes.
 */
public final class Drift {

    /** What is done about a change. */
    public enum Policy {
        /** Learn faster and replay less for a while, and tell. */
        ADAPT,
        /** Tell. */
        REPORT,
        /** Don't look. */
        OFF
    }

    private static final double CHANCE = 1e-4;

    /** A rise by less is not worth an answer. */
    private static final double LEAST_RISE = 1.5;

    private static final double FACTOR = 3;
    private static final double FADE = 250;

    private final Adwin losses = new Adwin(CHANCE);
    private long detected;
    /** Learning steps since the last change; many before the first. */
    private long stepsSince = Long.MAX_VALUE / 2;
    /** Windows learnt since the last change. */
    private long windowsSince = Long.MAX_VALUE / 2;

    Drift() {}

    /** How many times the usual learning rate. */
    double factor() {
        return 1 + (FACTOR - 1) * Math.max(0, 1 - stepsSince / FADE);
    }

    /** How many of the newest windows may be replayed. */
    long reach() {
        return windowsSince;
    }

    /** Changes found so far. */
    long detected() {
        return detected;
    }

    /**
     * Takes a learning step that was taken.
     *
     * @param newLosses mean squared errors of parts of its new windows, each within the bounds of {@link PrequentialLoss}
     * @param windows all new windows of the step
     * @return a sentence where the loss has risen
     */
    Optional<String> learnt(double[] newLosses, int windows, boolean adapt) {
        stepsSince++;
        windowsSince += windows;
        Adwin.Change change = null;
        long length = 0;
        for (double loss : newLosses) {
            Adwin.Change found = losses.add(loss / (1 + loss));
            change = found == null ? change : found;
            length = found == null ? length + 1 : found.length();
        }
        long windowsAfter = length * windows / newLosses.length;
        if (change == null) {
            return Optional.empty();
        }
        double before = loss(change.before());
        double after = loss(change.after());
        if (after < LEAST_RISE * before) {
            return Optional.empty();
        }
        detected++;
        if (adapt) {
            stepsSince = 0;
            windowsSince = windowsAfter;
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "ADWIN found a change: the loss rose from %.3g to %.3g over the last %d windows; %s",
                before,
                after,
                windowsAfter,
                adapt
                        ? "learning " + (int) FACTOR + " times as fast, which fades over " + (int) FADE
                                + " steps, and without replay from before it"
                        : "learning goes on as before"));
    }

    /** The loss behind what ADWIN sees. */
    private static double loss(double seen) {
        return seen / (1 - seen);
    }

    void write(DataOutput out) throws IOException {
        losses.write(out);
        out.writeLong(detected);
        out.writeLong(stepsSince);
        out.writeLong(windowsSince);
    }

    static Drift read(DataInput in) throws IOException {
        Drift drift = new Drift();
        drift.losses.restore(in);
        drift.detected = in.readLong();
        drift.stepsSince = in.readLong();
        drift.windowsSince = in.readLong();
        return drift;
    }
}
