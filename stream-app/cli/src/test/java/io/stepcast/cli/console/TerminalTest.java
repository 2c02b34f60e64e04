package io.stepcast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void coloursNeedATerminalAndNoWishForNone() {
        assertThat(Terminal.of("true", Map.of())).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of("true", Map.of("NO_COLOR", "1"))).isEqualTo(new Terminal(true, false));
        assertThat(Terminal.of("true", Map.of("NO_COLOR", ""))).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of("true", Map.of("TERM", "dumb"))).isEqualTo(new Terminal(false, false));
        assertThat(Terminal.of(null, Map.of())).isEqualTo(new Terminal(false, false));
    }
}
