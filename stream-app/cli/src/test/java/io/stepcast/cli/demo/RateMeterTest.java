package io.stepcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateMeterTest {

    @Test
    void rateIsThatOfTheLastSeconds() {
        RateMeter meter = new RateMeter();

        assertThat(meter.update(0, 0)).isZero();
        assertThat(meter.update(20, TimeUnit.SECONDS.toNanos(1))).isCloseTo(20, within(1e-9));
        for (int second = 2; second <= 20; second++) {
            meter.update(20 + 100L * (second - 1), TimeUnit.SECONDS.toNanos(second));
        }
        assertThat(meter.update(2020, TimeUnit.SECONDS.toNanos(21))).isCloseTo(100, within(1e-9));
    }
}
