package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.state.GoldenFiles;
import io.stepcast.state.StateBytes;
import io.stepcast.window.OrderConfig.Corrections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SeriesOrderGoldenFileTest {

    private static final String NAME = "series-order-v1";
    private static final WindowConfig WINDOW = new WindowConfig(2, 4, 3_600_000L, 86_400_000L);
    private static final OrderConfig RULES =
            new OrderConfig(3_600_000L, 6 * 3_600_000L, 30 * 3_600_000L, 100, Corrections.KEEP_FIRST);
    private static final List<Reading> READINGS = Arrivals.within(
            RULES.latenessMillis(), RandomSeries.readings("golden", 2026, 90, WINDOW), new Random(2026));

    @Test
    void aStateOfVersion1LoadsAndGoesOnToTheSameReadings() throws IOException {
        SeriesOrder current = new SeriesOrder();
        // Until a few wait.
        int savedAfter = 60;
        goOn(current, READINGS.subList(0, savedAfter));
        while (current.waiting() < 3) {
            goOn(current, READINGS.subList(savedAfter, ++savedAfter));
        }
        byte[] bytes = StateBytes.of(current::write);
        List<Reading> rest = READINGS.subList(savedAfter, READINGS.size());

        byte[] golden = GoldenFiles.state(NAME, bytes, goOn(current, rest));

        assertThat(goOn(SeriesOrder.read(StateBytes.in(golden)), rest)).isEqualTo(GoldenFiles.continuation(NAME));
        // As long as version 1 is also what is written.
        assertThat(bytes).isEqualTo(golden);
    }

    private static List<String> goOn(SeriesOrder order, List<Reading> readings) {
        List<String> traces = new ArrayList<>();
        for (Reading reading : readings) {
            long watermark = reading.eventTimeMillis() - RULES.latenessMillis() - 1;
            traces.add(order.add(RULES, reading, traces.size(), watermark) + " " + order.release(RULES, watermark) + " "
                    + order.schedule(RULES));
        }
        return traces;
    }
}
