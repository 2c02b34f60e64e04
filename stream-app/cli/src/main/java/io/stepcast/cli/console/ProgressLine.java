package io.stepcast.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a known number of things: redrawn in place on a terminal, a plain line every ten seconds elsewhere. Confined to one
 * thread.
 */
public final class ProgressLine {

    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;
    private static final int BAR = 24;
    /** Leaves room for a note in 80 columns. */
    private static final int SHORT_BAR = 16;

    private final PrintWriter out;
    private final boolean inPlace;
    private final String what;
    private final long total;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private long lastNanos;
    private @Nullable String note;

    /** Begins now; {@code what} names the things, in the plural. */
    public ProgressLine(PrintWriter out, boolean inPlace, String what, long total, LongSupplier nanoClock) {
        this.out = out;
        this.inPlace = inPlace;
        this.what = what;
        this.total = total;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.lastNanos = startNanos;
    }

    /** What to tell in place of how many are done. */
    public void note(String text) {
        note = text;
    }

    /** So many are done; prints when it is time to. */
    public void update(long done) {
        long now = nanoClock.getAsLong();
        if (now - lastNanos >= (inPlace ? REDRAW_NANOS : PLAIN_NANOS)) {
            lastNanos = now;
            print(done, now, true);
        }
    }

    /** Prints how far it came and ends the line. */
    public void end(long done) {
        print(done, nanoClock.getAsLong(), false);
        if (inPlace) {
            out.println();
        }
        out.flush();
    }

    private void print(long done, long now, boolean goesOn) {
        double seconds = Math.max(1e-3, (now - startNanos) / 1e9);
        double perSecond = done / seconds;
        String text = note != null
                ? note
                : what + " " + Figures.count(done) + " of " + Figures.count(total) + " · " + Figures.rate(perSecond);
        if (goesOn && done > 0 && done < total) {
            long left = Math.round((total - done) / perSecond);
            text += " · " + Figures.clock(Duration.ofSeconds(left)) + " left";
        }
        if (inPlace) {
            int bar = note == null ? BAR : SHORT_BAR;
            int filled = total == 0 ? bar : (int) (bar * done / total);
            out.print("\r\u001b[K[" + "=".repeat(filled) + " ".repeat(bar - filled) + "] " + text);
        } else {
            out.println(text);
        }
        out.flush();
    }
}
