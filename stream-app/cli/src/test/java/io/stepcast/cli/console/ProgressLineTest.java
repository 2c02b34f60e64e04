package io.stepcast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void plainLinesComeEveryTenSeconds() {
        ProgressLine progress = new ProgressLine(new PrintWriter(text), false, "readings", 100, clock::get);

        for (int done = 1; done <= 30; done++) {
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
            progress.update(done);
        }
        progress.end(30);

        assertThat(text.toString().lines())
                .containsExactly(
                        "readings 10 of 100 · 1.0/s · 1:30 left",
                        "readings 20 of 100 · 1.0/s · 1:20 left",
                        "readings 30 of 100 · 1.0/s · 1:10 left",
                        "readings 30 of 100 · 1.0/s");
    }

    @Test
    void terminalsAreRedrawnInPlace() {
        ProgressLine progress = new ProgressLine(new PrintWriter(text), true, "readings", 4, clock::get);

        clock.set(TimeUnit.SECONDS.toNanos(1));
        progress.update(2);
        progress.end(4);

        assertThat(text.toString())
                .contains("\r\u001b[K[============            ] readings 2 of 4 · 2.0/s · 0:01 left")
                .endsWith("[========================] readings 4 of 4 · 4.0/s" + System.lineSeparator());
    }
}
