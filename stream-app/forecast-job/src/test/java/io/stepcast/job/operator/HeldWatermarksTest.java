package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

final class HeldWatermarksTest {

    private final HeldWatermarks watermarks = new HeldWatermarks();
    private final List<Long> out = new ArrayList<>();

    @Test
    void aWatermarkGoesAtOnceWhenNothingWaits() {
        hold(1);
        watermarks.take("a");
        gone("a");
        hold(2);

        assertThat(out).containsExactly(1L, 2L);
    }

    @Test
    void itWaitsForTheWindowsOfAllModelsBeforeItAndForNoneAfterIt() {
        watermarks.take("a");
        watermarks.take("b");
        hold(1);
        watermarks.take("b");
        hold(2);
        watermarks.take("a");

        gone("b");
        gone("b");
        assertThat(out).as("a's first window waits").isEmpty();
        gone("a");
        assertThat(out).containsExactly(1L, 2L);
    }

    @Test
    void ofSeveralInOnePlaceTheLastCounts() {
        watermarks.take("a");
        hold(1);
        hold(2);
        gone("a");

        assertThat(out).containsExactly(2L);
    }

    @Test
    void aWindowThatWasNotTakenCannotGo() {
        assertThatThrownBy(() -> gone("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a window of model a must have been taken before it goes");
    }

    private void hold(long moment) {
        watermarks.hold(new Watermark(moment), mark -> out.add(mark.getTimestamp()));
    }

    private void gone(String model) {
        watermarks.gone(model, mark -> out.add(mark.getTimestamp()));
    }
}
