package io.stepcast.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    private final Timestamps utc = new Timestamps(ZoneOffset.UTC);

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "2012-01-31,2012-01-31T00:00:00Z",
        "2012-01-31T06:05,2012-01-31T06:05:00Z",
        "2012-01-31T06:05:07,2012-01-31T06:05:07Z",
        "2012-01-31T06:05:07.25Z,2012-01-31T06:05:07.250Z",
        "2012-01-31T06:05Z,2012-01-31T06:05:00Z",
        "2012-01-31T06:05+02:00,2012-01-31T04:05:00Z",
        "2012-01-31T06:05:07+0200,2012-01-31T04:05:07Z",
        "2012-01-31 06:05:07 +02:00,2012-01-31T04:05:07Z",
        "2012-01-31 06:05:07,2012-01-31T06:05:07Z",
        "2012-01-31 06:05:07.123,2012-01-31T06:05:07.123Z",
        "2012-01-31 06:05,2012-01-31T06:05:00Z",
        "1/31/2012 6:05,2012-01-31T06:05:00Z",
        "01/31/2012 16:05:07,2012-01-31T16:05:07Z",
        "1/31/2012,2012-01-31T00:00:00Z",
        "1327989900,2012-01-31T06:05:00Z",
        "1327989900000,2012-01-31T06:05:00Z",
        "0,1970-01-01T00:00:00Z",
        "-86400,1969-12-31T00:00:00Z"
    })
    void commonFormsAreRead(String text, Instant instant) {
        assertThat(utc.parse(text)).isEqualTo(instant);
    }

    @Test
    void localTimesAreOfTheZone() {
        Timestamps berlin = new Timestamps(ZoneId.of("Europe/Berlin"));

        assertThat(berlin.parse("2012-07-01 02:00")).isEqualTo(Instant.parse("2012-07-01T00:00:00Z"));
        assertThat(berlin.parse("2012-07-01")).isEqualTo(Instant.parse("2012-06-30T22:00:00Z"));
        assertThat(berlin.parse("2012-07-01T02:00Z")).isEqualTo(Instant.parse("2012-07-01T02:00:00Z"));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "yesterday", "2012-02-30", "31/1/2012", "2012-01-31T25:00", "2012-01-31x", "12.5"})
    void otherFormsAreRefused(String text) {
        assertThatThrownBy(() -> utc.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("got '" + text + "'");
    }
}
