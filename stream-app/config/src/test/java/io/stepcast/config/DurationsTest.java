package io.stepcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest(name = "{0} is {1} ms, {2}")
    @CsvSource({
        "20 ms,20,20 ms",
        "5 s,5000,5 s",
        "10 min,600000,10 min",
        "1h,3600000,1 h",
        "90 min,5400000,90 min",
        "60 s,60000,1 min",
        "7 d,604800000,7 d",
        "0 s,0,0 ms"
    })
    void durationsAreReadAndWritten(String text, long millis, String shortest) {
        assertThat(Durations.parse(text).toMillis()).isEqualTo(millis);
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(shortest);
    }

    @ParameterizedTest(name = "'{0}'")
    @ValueSource(strings = {"", "5", "s", "-1 s", "1.5 h", "5 m", "5  s", "1 H", "99999999999999 d"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("got '" + text + "'");
    }
}
