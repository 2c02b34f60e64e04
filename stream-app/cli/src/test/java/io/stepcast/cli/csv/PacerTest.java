package io.stepcast.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacerTest {

    private final AtomicLong clock = new AtomicLong(1000);
    private final List<Long> sleeps = new ArrayList<>();

    private void sleep(long nanos) {
        sleeps.add(nanos);
        clock.addAndGet(nanos);
    }

    @Test
    void thingsAreSpacedEvenlyAndLostTimeIsMadeUp() throws InterruptedException {
        Pacer pacer = new Pacer(10, clock::get, this::sleep);

        pacer.await();
        pacer.await();
        clock.addAndGet(250_000_000L);
        pacer.await();
        pacer.await();
        pacer.await();

        assertThat(sleeps).containsExactly(100_000_000L, 50_000_000L);
    }

    @Test
    void maximumNeverWaits() throws InterruptedException {
        Pacer pacer = new Pacer(Rate.parse("max").perSecond(), clock::get, this::sleep);

        for (int i = 0; i < 100; i++) {
            pacer.await();
        }

        assertThat(sleeps).isEmpty();
    }

    @Test
    void ratesAreReadWithAndWithoutTheirUnit() {
        assertThat(Rate.parse("20").perSecond()).isEqualTo(20);
        assertThat(Rate.parse("0.5/s").perSecond()).isEqualTo(0.5);
        assertThat(Rate.parse("max").perSecond()).isInfinite();
        for (String wrong : new String[] {"0", "-1", "fast", "20/min", ""}) {
            assertThatThrownBy(() -> Rate.parse(wrong)).hasMessageEndingWith("got '" + wrong + "'");
        }
    }
}
