package io.stepcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0 B, 0", "100 B, 100", "64 KiB, 65536", "1 MiB, 1048576", "1025 B, 1025"})
    void sizesAreReadAndWritten(String text, int bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"", "5", "5 kB", "-1 B", "1.5 MiB", "2048 MiB"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> Sizes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void theInlineLimitIsBounded() {
        assertThat(Configs.problemsWith("serving.inline-limit=1 MiB"))
                .containsExactly(
                        "'serving.inline-limit' (--set) must be a size of at most 768 KiB (100 B, 64 KiB, 1 MiB),"
                                + " got '1 MiB'");
    }
}
