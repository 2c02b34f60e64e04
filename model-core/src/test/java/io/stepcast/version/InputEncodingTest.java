package io.stepcast.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.window.WindowConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputEncodingTest {

    private static final WindowConfig WINDOW = new WindowConfig(2, 8, 3_600_000, 86_400_000, 4);

    @Test
    void whatIsWrittenIsReadBack() {
        InputEncoding encoding = InputEncoding.of(WINDOW, List.of("wind \"gusts\"", "Wärme\n"));

        assertThat(InputEncoding.fromJson(encoding.toJson())).isEqualTo(encoding);
        assertThat(encoding.windowConfig()).isEqualTo(WINDOW);
    }

    @Test
    void theJsonStaysAsItIs() {
        assertThat(InputEncoding.of(WINDOW, List.of("load", "wind")).toJson())
                .startsWith(
                        "{\"format\":1,\"window\":8,\"inputs\":22,\"features\":[\"load\",\"wind\"],"
                                + "\"stepMillis\":3600000,\"seasonMillis\":86400000,\"signature\":4,\"layout\":\"row-major [window, inputs]");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | an encoding requires format, got []",
                "{\"format\":2} | an encoding of format 1 is required, got format 2",
                "{\"format\":1,\"x\":1} | an encoding of format 1 has no key x",
                "{\"format\":1} | an encoding requires features, got [format]",
                "[] | an encoding requires '{' at character 0, got '['"
            })
    void otherTextsAreRefused(String json, String message) {
        assertThatThrownBy(() -> InputEncoding.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void asManyNamesAsFeaturesAreRequired() {
        assertThatThrownBy(() -> InputEncoding.of(WINDOW, List.of("load")))
                .hasMessage("a window of 2 features requires as many names, got [load]");
    }
}
