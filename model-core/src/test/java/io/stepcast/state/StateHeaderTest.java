package io.stepcast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StateHeaderTest {

    private static final StateHeader HEADER = new StateHeader("teapot", 2);

    @Test
    void readsTheVersionItWrote() throws IOException {
        assertThat(HEADER.read(StateBytes.in(StateBytes.of(HEADER::write)))).isEqualTo(2);
    }

    @Test
    void readsOlderVersions() throws IOException {
        StateHeader older = new StateHeader("teapot", 1);
        assertThat(HEADER.read(StateBytes.in(StateBytes.of(older::write)))).isEqualTo(1);
    }

    @Test
    void refusesANewerVersion() {
        StateHeader newer = new StateHeader("teapot", 3);
        assertThatThrownBy(() -> HEADER.read(StateBytes.in(StateBytes.of(newer::write))))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("the state of a teapot must have a version from 1 to 2, got 3: a newer Stepcast wrote it");
    }

    @Test
    void refusesAnotherKind() {
        StateHeader kettle = new StateHeader("kettle", 1);
        assertThatThrownBy(() -> HEADER.read(StateBytes.in(StateBytes.of(kettle::write))))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("required the state of a teapot, got that of a kettle");
    }

    @Test
    void refusesForeignBytes() {
        byte[] foreign = "PK, says the archive".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> HEADER.read(StateBytes.in(foreign)))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("the state of a teapot must begin with the bytes 53435354, got 504b2c20");
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> HEADER.read(StateBytes.in(new byte[0]))).isInstanceOf(EOFException.class);
    }

    @Test
    void refusesAVersionOfZero() {
        assertThatThrownBy(() -> new StateHeader("teapot", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a state's version must be at least 1, got 0");
    }
}
