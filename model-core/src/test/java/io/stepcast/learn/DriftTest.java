package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DriftTest {

    @Test
    void aRiseOfTheLossIsToldOnceAndAnsweredForAWhile() {
        Drift drift = new Drift();
        assertThat(drift.factor()).isEqualTo(1);
        assertThat(learn(drift, 1000, 0.5, true)).isEmpty();
        assertThat(drift.reach()).isGreaterThan(1_000_000);

        List<String> events = learn(drift, 60, 4, true);

        assertThat(events)
                .hasSize(1)
                .allMatch(event ->
                        event.matches("ADWIN found a change: the loss rose from 0\\.4\\d* to 3\\.\\d* over the last"
                                + " \\d+ windows; learning 3 times as fast, which fades over 250 steps, and without replay"
                                + " from before it"));
        assertThat(drift.detected()).isEqualTo(1);
        assertThat(drift.factor()).isBetween(2.5, 3.0);
        assertThat(drift.reach()).isBetween(150L, 250L);

        learn(drift, 250, 4, true);
        assertThat(drift.factor()).isCloseTo(1, within(1e-12));
    }

    @Test
    void aRiseIsOnlyToldWhereNothingIsToBeDone() {
        Drift drift = new Drift();
        learn(drift, 1000, 0.5, false);
        assertThat(learn(drift, 60, 4, false))
                .hasSize(1)
                .allMatch(event -> event.endsWith("; learning goes on as before"));
        assertThat(drift.factor()).isEqualTo(1);
        assertThat(drift.reach()).isGreaterThan(1_000_000);
    }

    @Test
    void aFallOfTheLossIsNoEvent() {
        Drift drift = new Drift();
        learn(drift, 1000, 4, true);
        assertThat(learn(drift, 1000, 0.5, true)).isEmpty();
        assertThat(drift.detected()).isZero();
    }

    @Test
    void goesOnFromItsState() throws IOException {
        Drift drift = new Drift();
        learn(drift, 1000, 0.5, true);
        learn(drift, 60, 4, true);
        Drift restored = Drift.read(StateBytes.in(StateBytes.of(drift::write)));

        assertThat(restored.detected()).isEqualTo(1);
        assertThat(restored.factor()).isEqualTo(drift.factor());
        assertThat(restored.reach()).isEqualTo(drift.reach());
        assertThat(StateBytes.of(restored::write)).isEqualTo(StateBytes.of(drift::write));
    }

    /** Learns from three windows a step, with losses around a mean. */
    private static List<String> learn(Drift drift, int steps, double loss, boolean adapt) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            drift.learnt(new double[] {0.8 * loss, loss, 1.2 * loss}, 3, adapt).ifPresent(events::add);
        }
        return events;
    }
}
