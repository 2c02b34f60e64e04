package io.stepcast.learn;

import io.stepcast.state.StateHeader;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Which of the windows that come a model learns from. While windows come later than a largest lag, none is: predicting must not wait
 * for learning. It begins when a window's lag exceeds the largest and ends when one's is at most half of it, so that it doesn't
 * begin and end with every window. Beside the count of what is learnt it measures persistence on it, the baseline of the
 * network's prequential loss. Confined to one thread.
 */
public final class Intake {

    /** Nothing is ever left out. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final StateHeader HEADER = new StateHeader("learner intake", 1);

    /** Labelled windows that the share fades over. */
    private static final double MEMORY = 1000;

    private final long maxLagMillis;
    private boolean thinning;
    private long offered;
    private long taken;
    private long offeredSincePublished;
    private long takenSincePublished;
    private double share = 1;
    private PrequentialLoss persistence = new PrequentialLoss();

    /**
     * @param maxLagMillis largest lag at which learning goes on, or {@link #NO_LIMIT}
     * @throws IllegalArgumentException if it is below 1
     */
    public Intake(long maxLagMillis) {
        if (maxLagMillis < 1) {
            throw new IllegalArgumentException("the largest lag must be at least 1 ms, got " + maxLagMillis);
        }
        this.maxLagMillis = maxLagMillis;
    }

    /**
     * Takes note of a window's lag before the window is offered.
     *
     * @param lagMillis since the window's newest reading arrived
     * @return a sentence where thinning begins or ends
     */
    public Optional<String> lags(long lagMillis) {
        if (!thinning && lagMillis > maxLagMillis) {
            thinning = true;
            return Optional.of("learning is thinned: windows reach the learner " + lagMillis
                    + " ms after their reading, more than " + maxLagMillis
                    + " ms; all are predicted, none is learnt from until the lag is " + maxLagMillis / 2 + " ms");
        }
        if (thinning && lagMillis <= maxLagMillis / 2) {
            thinning = false;
            return Optional.of("learning is no longer thinned: windows reach the learner " + lagMillis
                    + " ms after their reading; " + (offered - taken) + " of " + offered
                    + " labelled windows were left out so far");
        }
        return Optional.empty();
    }

    /** Whether this window, the next one, is to be learnt from; counts it if there is something to learn. */
    public boolean takes(WindowStep step) {
        LabelledWindow labelled = step.labelled();
        if (labelled != null) {
            offered++;
            offeredSincePublished++;
            share += Math.max(1 / MEMORY, 1.0 / offered) * ((thinning ? 0 : 1) - share);
            if (!thinning) {
                taken++;
                takenSincePublished++;
                measurePersistence(labelled.label());
            }
        }
        return !thinning;
    }

    /** Persistence expects no step. */
    private void measurePersistence(float[] label) {
        for (float step : label) {
            if (!Float.isNaN(step)) {
                persistence.add(new float[label.length], 0, label);
                return;
            }
        }
    }

    /** A version is published: returns the share of the labelled windows since the one before that were taken, 1 if none came. */
    public double published() {
        double since = offeredSincePublished == 0 ? 1 : (double) takenSincePublished / offeredSincePublished;
        offeredSincePublished = 0;
        takenSincePublished = 0;
        return since;
    }

    /** Whether labelled windows are left out now. */
    public boolean thinning() {
        return thinning;
    }

    /** Labelled windows offered so far. */
    public long offered() {
        return offered;
    }

    /** Labelled windows taken so far. */
    public long taken() {
        return taken;
    }

    /** Share of the labelled windows that were taken: plain mean of the first thousand, then fading with that memory. */
    public double share() {
        return share;
    }

    /** Persistence's squared error on the windows taken, fading as the network's prequential loss does and in its unit. */
    public double persistenceLoss() {
        return persistence.mean();
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        out.writeBoolean(thinning);
        out.writeLong(offered);
        out.writeLong(taken);
        out.writeLong(offeredSincePublished);
        out.writeLong(takenSincePublished);
        out.writeDouble(share);
        persistence.write(out);
    }

    /**
     * Goes on from what {@link #write} wrote; the largest lag may be another one.
     *
     * @throws io.stepcast.state.UnreadableStateException if the bytes are no intake's state, or a newer version wrote them
     */
    public void restore(DataInput in) throws IOException {
        HEADER.read(in);
        thinning = in.readBoolean() && maxLagMillis != NO_LIMIT;
        offered = in.readLong();
        taken = in.readLong();
        offeredSincePublished = in.readLong();
        takenSincePublished = in.readLong();
        share = in.readDouble();
        persistence = PrequentialLoss.read(in);
    }
}
