package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.state.StateBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a full window's state takes, as docs/series.md says. */
final class WindowMemoryTest {

    private static final long MINUTE = 60_000L;
    private static final long DAY = 24 * 60 * MINUTE;

    @ParameterizedTest(name = "{0} features, {1} time steps of {2} min: {3} bytes")
    @CsvSource({
        "1, 8, 60, 1943",
        "7, 8, 60, 5381",
        "1, 8, 15, 2658",
        "7, 8, 15, 11280",
        "1, 8, 0, 1442",
        "7, 8, 0, 3032",
        "7, 96, 15, 41112"
    })
    void aFullWindowTakesSoManyBytes(int features, int length, int minutes, int bytes) {
        WindowConfig config =
                new WindowConfig(features, length, minutes * MINUTE, minutes > 0 ? DAY : 0).withSignature(16);
        SeriesWindow window = new SeriesWindow(config);
        for (int i = 0; i < length + 2; i++) {
            window.add(new Reading("s", MINUTE * i * Math.max(1, minutes), new double[features]));
        }
        assertThat(StateBytes.of(window::write)).hasSize(bytes);
    }
}
