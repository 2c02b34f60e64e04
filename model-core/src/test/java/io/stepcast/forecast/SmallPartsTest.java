package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.window.WindowConfig;
import org.junit.jupiter.api.Test;

final class SmallPartsTest {

    private static final long HOUR = 3_600_000L;

    @Test
    void theAnomalyScoreIsTheCoverageAtTheIntervalsEdgeAndAlwaysBelowOne() {
        AnomalyScore score = new AnomalyScore(0.9);
        assertThat(score.of(0)).isZero();
        assertThat(score.of(1)).isCloseTo(0.9, within(1e-12));
        assertThat(score.of(3)).isCloseTo(0.999, within(1e-12));
        assertThat(score.of(1e300)).isLessThan(1).isGreaterThan(0.999999);
    }

    @Test
    void anHourlySeriesHasASlotPerHour() {
        ForecastConfig config = config(HOUR, 24 * HOUR);
        assertThat(config.seasonReadings()).isEqualTo(24);
        assertThat(config.slots()).isEqualTo(24);
        assertThat(config.slot(0)).isZero();
        assertThat(config.slot(25 * HOUR)).isEqualTo(1);
        assertThat(config.slot(-HOUR)).isEqualTo(23);
    }

    @Test
    void aSeasonOfManyReadingsHas96Slots() {
        ForecastConfig config = config(1000, 24 * HOUR);
        assertThat(config.slots()).isEqualTo(96);
        assertThat(config.slot(24 * HOUR - 1)).isEqualTo(95);
        assertThat(config.slot(HOUR)).isEqualTo(4);
    }

    @Test
    void withoutAStepOrASeasonThereIsOneSlot() {
        assertThat(config(0, 24 * HOUR).slots()).isEqualTo(1);
        assertThat(config(HOUR, 0).slots()).isEqualTo(1);
        assertThat(config(24 * HOUR, HOUR).slots()).isEqualTo(1);
        assertThat(config(HOUR, 0).slot(123456)).isZero();
    }

    @Test
    void aCoverageOfZeroOrOneIsRefused() {
        WindowConfig window = new WindowConfig(1, 1, 0, 0);
        assertThatThrownBy(() -> new ForecastConfig(window, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("coverage must be above 0 and below 1, got 1.0");
        assertThatThrownBy(() -> new ForecastConfig(window, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ForecastConfig config(long stepMillis, long seasonMillis) {
        return new ForecastConfig(new WindowConfig(1, 1, stepMillis, seasonMillis), 0.9);
    }
}
