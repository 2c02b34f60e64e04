package io.stepcast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.ConfigException;
import io.stepcast.embedded.EmbeddedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final StringWriter text = new StringWriter();

    @Test
    void configurationsListTheirProblemsAndAreWrongUsage() {
        int code = Failures.print(new ConfigException("a.yaml", List.of("one", "two")), new PrintWriter(text));

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(text.toString().lines()).containsExactly("a.yaml can't be used, 2 problems:", "  - one", "  - two");
    }

    @Test
    void foreseenFailuresAreOneSentence() {
        assertThat(Failures.print(UserException.usage("no such thing"), new PrintWriter(text)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(Failures.print(new EmbeddedException("port 1 is in use", null), new PrintWriter(text)))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(text.toString().lines()).containsExactly("stepcast: no such thing", "stepcast: port 1 is in use");
    }

    @Test
    void unforeseenFailuresNameTheirInnermostCause() {
        RuntimeException failure = new IllegalStateException("outer", new ArithmeticException("by zero"));

        assertThat(Failures.print(failure, new PrintWriter(text))).isEqualTo(ExitCode.FAILURE);
        assertThat(text.toString()).startsWith("stepcast: IllegalStateException: by zero (set STEPCAST_STACKTRACE=1");
    }
}
