package io.stepcast.cli.demo;

import io.stepcast.cli.console.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.LongSupplier;

/** Redraws the whole picture on the terminal's alternate screen, four times a second. */
final class ScreenDisplay implements Display {

    private static final long REDRAW_NANOS = 250_000_000L;
    private static final long SIZE_NANOS = 2_000_000_000L;

    // https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final Terminal terminal;
    private final DemoView view;
    private final LongSupplier nanoClock;
    private int rows;
    private long nextDraw;
    private long nextSize;

    ScreenDisplay(PrintWriter out, Terminal terminal, DemoView view, LongSupplier nanoClock) {
        this.out = out;
        this.terminal = terminal;
        this.view = view;
        this.nanoClock = nanoClock;
        this.nextDraw = nanoClock.getAsLong();
        this.nextSize = nextDraw;
        out.print(ENTER);
        out.flush();
    }

    @Override
    public void show(Scoreboard scoreboard, DemoStatus status) {
        long now = nanoClock.getAsLong();
        if (now < nextDraw) {
            return;
        }
        nextDraw = now + REDRAW_NANOS;
        if (now >= nextSize) {
            nextSize = now + SIZE_NANOS;
            rows = terminal.size().rows();
        }
        List<String> lines = view.screen(scoreboard, status);
        StringBuilder picture = new StringBuilder(HOME);
        int shown = Math.min(lines.size(), rows);
        for (int i = 0; i < shown; i++) {
            picture.append(lines.get(i)).append(END_OF_LINE).append(i == shown - 1 ? "" : "\r\n");
        }
        out.print(picture.append(CLEAR_BELOW));
        out.flush();
    }

    @Override
    public void close() {
        out.print(LEAVE);
        out.flush();
    }
}
