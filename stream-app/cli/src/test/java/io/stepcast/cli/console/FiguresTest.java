package io.stepcast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest(name = "{0} on a scale of {1} is {2}")
    @CsvSource({
        "9.514,8.3,9.51",
        "0.7008,8.3,0.70",
        "1455.219,50,1455.2",
        "1455.219,500,1455",
        "0.01234,0.05,0.0123",
        "-0.001,8,0.00",
        "-3.91,8,-3.91",
        "1.5,0,1.50",
        "1.5,NaN,1.50",
        "931800000,5e8,931.8M",
        "-1250000000,5e8,-1.25G",
        "1.5e13,1e12,1.500e+13"
    })
    void valuesHaveTheDecimalsThatMatter(double value, double scale, String text) {
        assertThat(Figures.value(value, scale)).isEqualTo(text);
    }

    @Test
    void countsRatesAndClocksAreShort() {
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Figures.rate(0.52)).isEqualTo("0.5/s");
        assertThat(Figures.rate(1234.4)).isEqualTo("1,234/s");
        assertThat(Figures.clock(Duration.ofSeconds(42))).isEqualTo("0:42");
        assertThat(Figures.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
    }

    @Test
    void timesAreDatesAtMidnight() {
        assertThat(Figures.time(Instant.parse("2012-01-31T00:00:00Z"))).isEqualTo("2012-01-31");
        assertThat(Figures.time(Instant.parse("2012-01-31T06:00:00Z"))).isEqualTo("2012-01-31 06:00:00");
    }
}
