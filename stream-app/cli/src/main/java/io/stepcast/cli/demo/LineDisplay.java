package io.stepcast.cli.demo;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** A line every five seconds, for logs and pipes. */
final class LineDisplay implements Display {

    private static final long LINE_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final DemoView view;
    private final LongSupplier nanoClock;
    private long nextLine;
    private String last = "";

    LineDisplay(PrintWriter out, DemoView view, LongSupplier nanoClock) {
        this.out = out;
        this.view = view;
        this.nanoClock = nanoClock;
        this.nextLine = nanoClock.getAsLong() + LINE_NANOS;
    }

    @Override
    public void show(Scoreboard scoreboard, DemoStatus status) {
        long now = nanoClock.getAsLong();
        if (now < nextLine) {
            return;
        }
        nextLine = now + LINE_NANOS;
        String line = view.line(scoreboard, status);
        if (!line.equals(last)) {
            last = line;
            out.println(line);
            out.flush();
        }
    }

    @Override
    public void close() {}
}
