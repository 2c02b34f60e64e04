package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.state.GoldenFiles;
import io.stepcast.state.StateBytes;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.RandomSeries;
import io.stepcast.window.Reading;
import io.stepcast.window.WindowConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeriesForecasterGoldenFileTest {

    private static final String NAME = "series-forecaster-v1";
    private static final ForecastConfig CONFIG =
            new ForecastConfig(new WindowConfig(2, 4, 3_600_000L, 86_400_000L), List.of(0.9, 0.95, 0.8), 2, true);
    private static final List<Reading> READINGS = RandomSeries.readings("golden", 2026, 180, CONFIG.window());
    private static final int SAVED_AFTER = 150;

    @Test
    void aStateOfVersion1LoadsAndGoesOnToTheSameNumbers() throws IOException {
        Run current = new Run(CONFIG, Run.noise(1, 1));
        current.all(READINGS.subList(0, SAVED_AFTER));
        byte[] bytes = StateBytes.of(current.forecaster::write);

        byte[] golden = GoldenFiles.state(NAME, bytes, goOn(current));

        Run restored = new Run(CONFIG, Run.noise(1, 1));
        restored.all(READINGS.subList(0, SAVED_AFTER));
        restored.forecaster = SeriesForecaster.read(StateBytes.in(golden));
        assertThat(goOn(restored)).isEqualTo(GoldenFiles.continuation(NAME));
        // As long as version 1 is also what is written.
        assertThat(bytes).isEqualTo(golden);
    }

    private static List<String> goOn(Run run) {
        List<String> traces = new ArrayList<>();
        for (ForecastStep step : run.all(READINGS.subList(SAVED_AFTER, READINGS.size()))) {
            traces.add(ForecastTraces.of(step));
        }
        return traces;
    }

    @Test
    void foreignBytesAreRefused() {
        assertThatThrownBy(() -> SeriesForecaster.read(StateBytes.in(new byte[100])))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("the state of a series forecaster must begin with the bytes 53435354, got 00000000");
    }

    @Test
    void aNewerVersionIsRefused() {
        StateHeader newer = new StateHeader("series forecaster", 2);
        assertThatThrownBy(() -> SeriesForecaster.read(StateBytes.in(StateBytes.of(newer::write))))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("a newer Stepcast wrote it");
    }
}
