package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.state.GoldenFiles;
import io.stepcast.state.StateBytes;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeriesWindowGoldenFileTest {

    private static final String NAME = "series-window-v1";
    private static final WindowConfig CONFIG = new WindowConfig(2, 4, 3_600_000L, 86_400_000L);
    private static final List<Reading> READINGS = RandomSeries.readings("golden", 2026, 90, CONFIG);
    private static final int SAVED_AFTER = 60;

    @Test
    void aStateOfVersion1LoadsAndGoesOnToTheSameNumbers() throws IOException {
        SeriesWindow current = new SeriesWindow(CONFIG);
        READINGS.subList(0, SAVED_AFTER).forEach(current::add);
        byte[] bytes = StateBytes.of(current::write);

        byte[] golden = GoldenFiles.state(NAME, bytes, goOn(current));

        assertThat(goOn(SeriesWindow.read(StateBytes.in(golden)))).isEqualTo(GoldenFiles.continuation(NAME));
        // As long as version 1 is also what is written.
        assertThat(bytes).isEqualTo(golden);
    }

    private static List<String> goOn(SeriesWindow window) {
        List<String> traces = new ArrayList<>();
        for (Reading reading : READINGS.subList(SAVED_AFTER, READINGS.size())) {
            traces.add(Traces.of(window.add(reading)));
        }
        return traces;
    }

    @Test
    void foreignBytesAreRefused() {
        assertThatThrownBy(() -> SeriesWindow.read(StateBytes.in(new byte[100])))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("the state of a series window must begin with the bytes 53435354, got 00000000");
    }

    @Test
    void aNewerVersionIsRefused() {
        StateHeader newer = new StateHeader("series window", 2);
        assertThatThrownBy(() -> SeriesWindow.read(StateBytes.in(StateBytes.of(newer::write))))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("a newer Stepcast wrote it");
    }

    @Test
    void aDamagedConfigurationIsRefused() {
        byte[] bytes = StateBytes.of(new SeriesWindow(CONFIG)::write);
        int features = StateBytes.of(new StateHeader("series window", 1)::write).length;
        bytes[features] = 0x7f;
        assertThatThrownBy(() -> SeriesWindow.read(StateBytes.in(bytes)))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageStartingWith("damaged state: features must be between 1 and 500");
    }
}
