package io.stepcast.cli.demo;

import java.util.List;

/**
 * Tells when a replay has come to its end: every reading predicted, warming or dead, all committed. What
 * the job counts itself is known up to a second late, and outcomes are committed beside predictions but by another sink: both get a
 * moment longer.
 */
final class Completion {

    /** What the progress stands at. */
    record Counts(
            boolean replayed,
            long readings,
            long predictions,
            long warming,
            long deadLetters,
            long scored,
            long series,
            long learningSteps) {

        private boolean adds() {
            return replayed && readings > 0 && predictions + warming + deadLetters == readings;
        }

        /** Every prediction but the last of each series has met its reading. */
        private boolean allScored() {
            return scored + series >= predictions;
        }
    }

    /** Whether to go on. */
    enum Verdict {
        GOING_ON,
        DONE,
        STUCK
    }

    private final long quietNanos;
    private final long settleNanos;
    private final long stuckNanos;
    private List<Object> last = List.of();
    private long lastChangeNanos;

    /**
     * @param quietNanos how long nothing may have changed when all is there
     * @param settleNanos how long to wait for outcomes when nothing changes any more
     * @param stuckNanos how long nothing may change before it is over
     */
    Completion(long quietNanos, long settleNanos, long stuckNanos) {
        this.quietNanos = quietNanos;
        this.settleNanos = settleNanos;
        this.stuckNanos = stuckNanos;
    }

    Verdict look(Counts counts, long nowNanos) {
        List<Object> now = List.of(counts);
        if (!now.equals(last)) {
            last = now;
            lastChangeNanos = nowNanos;
        }
        long still = nowNanos - lastChangeNanos;
        if (counts.adds() && still >= (counts.allScored() ? quietNanos : settleNanos)) {
            return Verdict.DONE;
        }
        return still >= stuckNanos ? Verdict.STUCK : Verdict.GOING_ON;
    }
}
