package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ForecastPartsTest {

    private static final long HOUR = 3_600_000L;
    private static final WindowConfig DAILY = new WindowConfig(1, 4, HOUR, 24 * HOUR);

    @Test
    void coveragesThatStayKeepWhatEachFeatureHasLearntAndNewOnesBeginAtTheNearest() {
        AdaptiveInterval interval = new AdaptiveInterval(2, new double[] {0.5, 0.9}, 1);
        for (int i = 0; i < 100; i++) {
            // The first feature is always missed, the second always hit.
            interval.learn(0, 0, 1e9, 1);
            interval.learn(1, 0, 0, 1);
        }
        double[] half = {interval.halfWidth(0, 0, 1), interval.halfWidth(0, 1, 1)};
        double[] most = {interval.halfWidth(1, 0, 1), interval.halfWidth(1, 1, 1)};

        interval.cover(new double[] {0.5, 0.6, 0.8, 0.9});

        for (int f = 0; f < 2; f++) {
            assertThat(interval.halfWidth(0, f, 1)).isEqualTo(half[f]);
            assertThat(interval.halfWidth(3, f, 1)).isCloseTo(most[f], within(1e-12));
        }
        double first50 = AdaptiveInterval.firstQuantile(0.5);
        double first90 = AdaptiveInterval.firstQuantile(0.1);
        assertThat(interval.halfWidth(1, 0, 1))
                .isCloseTo(half[0] * AdaptiveInterval.firstQuantile(0.4) / first50, within(1e-12));
        assertThat(interval.halfWidth(2, 0, 1))
                .isCloseTo(
                        Math.max(interval.halfWidth(1, 0, 1), most[0] * AdaptiveInterval.firstQuantile(0.2) / first90),
                        within(1e-12));
    }

    @Test
    void thePredictionThatWaitsIsShownWithTheNewCoverages() {
        SeriesForecaster forecaster = new SeriesForecaster(new ForecastConfig(DAILY, 0.9));
        SeriesWindow window = new SeriesWindow(DAILY);
        window.add(new Reading("s", 0, new double[] {0}));
        Forecast made = null;
        for (int hour = 1; hour < 100; hour++) {
            made = forecaster
                    .advance(step(window, hour, hour % 5), new float[][] {{0}}, 1)
                    .next();
        }
        Forecast before = Objects.requireNonNull(made);

        forecaster.cover(List.of(0.9, 0.5));
        Scored scored = Objects.requireNonNull(
                forecaster.advance(step(window, 100, 0), new float[][] {{0}}, 1).scored());

        assertThat(scored.prediction().lower()).isEqualTo(before.lower());
        assertThat(scored.prediction().further()).hasSize(1);
        Forecast.Band half = scored.prediction().further().get(0);
        assertThat(half.coverage()).isEqualTo(0.5);
        assertThat(half.lower()[0]).isGreaterThan(before.lower()[0]).isLessThan(before.expected()[0]);
        assertThat(half.upper()[0]).isLessThan(before.upper()[0]).isGreaterThan(before.expected()[0]);
    }

    @Test
    void anObservationAtTheIntervalsEdgeIsInside() {
        LiveScores scores = new LiveScores();
        for (double observed : new double[] {2, 6, 1.99, 6.01}) {
            scores.add(new Scored(
                    new double[] {observed},
                    new Forecast(new double[] {4}, new double[] {2}, new double[] {6}),
                    new double[] {4},
                    new double[] {4},
                    new double[] {1},
                    0,
                    1));
        }
        assertThat(scores.coverage()).isEqualTo(0.5);
    }

    /** By hand: the only other expert was wrong when persistence was right, and then persistence is made to lose its prior. */
    @Test
    void whereNoExpertHasEarnedAnythingPersistenceDecides() {
        Guard guard = new Guard(2, 2, 0);
        for (int i = 0; i < 200; i++) {
            // Both are wrong in turn, so that regrets of the mixture fall below zero.
            guard.expert(1, 0, 0);
            guard.expert(1, 1, 10);
            guard.combine(1);
            guard.learn(1, i % 2 == 0 ? -10 : 20);
        }
        guard.expert(1, 0, 0);
        guard.expert(1, 1, 10);
        assertThat(guard.combine(1)).isBetween(0.0, 10.0);
        assertThat(guard.combine(0)).isZero();
    }

    @Test
    void thereMayBeSixteenCoveragesAndNetworks() {
        List<Double> coverages = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            coverages.add(i / 17.0);
        }
        assertThat(new ForecastConfig(DAILY, coverages, 16, false).coverages()).hasSize(16);
        assertThat(new ForecastConfig(DAILY, coverages, 0, false).networks()).isZero();
        assertThatThrownBy(() -> new ForecastConfig(DAILY, coverages, 17, false))
                .hasMessage("the networks' steps must be 0 to 16 experts, got 17");
        assertThatThrownBy(() -> new ForecastConfig(DAILY, coverages, -1, false))
                .hasMessage("the networks' steps must be 0 to 16 experts, got -1");
        assertThatThrownBy(() -> new ForecastConfig(DAILY, List.of(), 1, false))
                .hasMessage("there must be 1 to 16 coverages, got 0");
        assertThatThrownBy(() -> new ForecastConfig(DAILY, List.of(0.9, 0.9), 1, false))
                .hasMessage("coverages must differ from one another, got [0.9, 0.9]");
        assertThatThrownBy(() -> new ForecastConfig(DAILY, Collections.nCopies(17, 0.5), 1, false))
                .hasMessage("there must be 1 to 16 coverages, got 17");
    }

    /** Without a bound, the inverse correlations would grow by 1 / 0.985 a day in the directions that are never seen. */
    @Test
    void aSlotThatSeesNothingForYearsDoesNotWindUp() {
        ForecastConfig config = new ForecastConfig(DAILY, 0.9);
        SlotExpert expert = new SlotExpert(config);
        LinearExpert rows = new LinearExpert(config);
        SeriesWindow window = new SeriesWindow(DAILY);
        window.add(new Reading("s", 0, new double[] {5}));
        double[] steps = new double[1];
        double[] others = new double[1];
        Random random = new Random(1);
        // One slot only, whose steps of about one are all explained by the constant.
        for (int day = 0; day < 4000; day++) {
            WindowStep step = step(window, day + 1, 5);
            rows.predict(step, new double[1]);
            expert.predict(step, 7, rows, others, steps);
            if (day > 3000) {
                assertThat(steps[0]).as("day %d", day).isCloseTo(1, within(0.2));
            }
            expert.learn(new double[] {1 + 0.1 * random.nextGaussian()});
        }
        // A first step of the other expert is no reason to leave what was learnt.
        others[0] = 0.5;
        WindowStep step = step(window, 4001, 5);
        rows.predict(step, new double[1]);
        expert.predict(step, 7, rows, others, steps);
        assertThat(steps[0]).isCloseTo(1.5, within(0.2));
        expert.learn(new double[] {2});
        for (int i = 0; i < 50; i++) {
            expert.predict(step, 7, rows, others, steps);
            expert.learn(new double[] {2});
        }
        expert.predict(step, 7, rows, others, steps);
        assertThat(steps[0]).isCloseTo(2, within(0.1));
    }

    private static WindowStep step(SeriesWindow window, int hour, double value) {
        return ((Arrival.Advanced) window.add(new Reading("s", hour * HOUR, new double[] {value}))).step();
    }
}
