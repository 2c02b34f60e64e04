package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.state.StateBytes;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GapForecastTest {

    private static final long HOUR = 3_600_000L;
    private static final ForecastConfig DAILY = new ForecastConfig(new WindowConfig(1, 4, HOUR, 24 * HOUR), 0.9);

    private final SeriesWindow window = new SeriesWindow(DAILY.window());
    private final SeriesForecaster forecaster = new SeriesForecaster(DAILY);

    @Test
    void aFilledStepIsPredictedFromButNeitherScoredNorCounted() {
        take(0, 200);
        long outcomes = forecaster.scores().outcomes();

        List<ForecastStep> steps = take(203);

        assertThat(steps).hasSize(4);
        assertThat(steps.subList(0, 3))
                .allSatisfy(step -> assertThat(step.scored()).isNull());
        Scored scored = Objects.requireNonNull(steps.get(3).scored());
        assertThat(scored.prediction()).isEqualTo(steps.get(2).next());
        assertThat(scored.observed()).containsExactly(value(203));
        assertThat(forecaster.scores().outcomes()).isEqualTo(outcomes + 1);
    }

    @Test
    void filledStepsTeachNothing() throws IOException {
        take(0, 200);
        List<WindowStep> steps = steps(203);
        forecaster.advance(steps.get(0), new float[1][1], 1);
        byte[] before = learnt();

        forecaster.advance(steps.get(1), new float[][] {{5}}, 1);

        assertThat(learnt()).isEqualTo(before);
    }

    /** The scores and what a fresh window would be predicted: the learnt part, without lagged rows and the last inputs. */
    private byte[] learnt() throws IOException {
        SeriesForecaster copy = SeriesForecaster.read(StateBytes.in(StateBytes.of(forecaster::write)));
        SeriesWindow other = new SeriesWindow(DAILY.window());
        other.add(reading(1_000_000));
        WindowStep first = ((Arrival.Advanced) other.add(reading(1_000_001))).step();
        WindowStep fresh = new WindowStep(
                first.series(),
                first.eventTimeMillis(),
                first.targetTimeMillis(),
                first.windowSteps(),
                first.emptySteps(),
                first.observed(),
                first.last(),
                first.spread(),
                first.stepScale(),
                first.input(),
                null,
                false,
                true);
        String trace = ForecastTraces.of(copy.advance(fresh, new float[][] {{1}}, 1)) + copy.scores();
        return trace.getBytes(StandardCharsets.UTF_8);
    }

    /** A series that repeats itself every day: after a gap the step of a day ago is found at the same hour only if rows kept theirs. */
    @Test
    void lagsOfASeasonStayRightOverAGap() {
        take(0, 400);
        take(403);
        take(404, 1200);
        double error = 0;
        for (int hour = 1200; hour < 1224; hour++) {
            Scored scored = Objects.requireNonNull(take(hour).get(0).scored());
            error = Math.max(error, Math.abs(scored.prediction().expected()[0] - value(hour)));
        }
        assertThat(error).isLessThan(0.1);
    }

    @Test
    void aRestartDropsThePredictionThatWaitedAndTheRowsBeforeIt() {
        take(0, 200);
        assertThat(window.add(reading(300))).isEqualTo(new Arrival.Warming());

        ForecastStep first = take(301).get(0);

        assertThat(first.scored()).isNull();
        assertThat(take(302).get(0).scored()).isNotNull();
    }

    @Test
    void whatWasLearntOutlivesARestart() {
        take(0, 1000);
        long outcomes = forecaster.scores().outcomes();
        window.add(reading(1100));
        take(1101);
        Scored scored = Objects.requireNonNull(take(1102).get(0).scored());
        assertThat(forecaster.scores().outcomes()).isEqualTo(outcomes + 1);
        assertThat(Math.abs(scored.prediction().expected()[0] - value(1102)))
                .isLessThan(Math.abs(scored.persistence()[0] - value(1102)));
    }

    @Test
    void otherGapsMayBeFilledFromNowOn() {
        forecaster.allowGap(7);
        assertThat(forecaster.config().window()).isEqualTo(DAILY.window().withMaxGap(7));
    }

    @Test
    void aForecasterSavedBetweenFilledStepsGoesOnBitForBit() throws IOException {
        take(0, 300);
        List<WindowStep> steps = steps(303);
        forecaster.advance(steps.get(0), new float[1][1], 1);
        SeriesForecaster read = SeriesForecaster.read(StateBytes.in(StateBytes.of(forecaster::write)));
        for (WindowStep step : steps.subList(1, 4)) {
            assertThat(ForecastTraces.of(read.advance(step, new float[][] {{0.3f}}, 2)))
                    .isEqualTo(ForecastTraces.of(forecaster.advance(step, new float[][] {{0.3f}}, 2)));
        }
    }

    private static double value(int hour) {
        int ofDay = hour % 24;
        return 10 * Math.sin(2 * Math.PI * ofDay / 24)
                + (ofDay >= 8 && ofDay < 17 ? 4 : 0)
                + new Random(hour).nextGaussian() * 0.01;
    }

    private static Reading reading(int hour) {
        return new Reading("s", hour * HOUR, new double[] {value(hour)});
    }

    private void take(int from, int to) {
        for (int hour = from; hour < to; hour++) {
            if (hour > 0) {
                take(hour);
            } else {
                window.add(reading(hour));
            }
        }
    }

    private List<WindowStep> steps(int hour) {
        return ((Arrival.Advanced) window.add(reading(hour))).steps();
    }

    private List<ForecastStep> take(int hour) {
        List<ForecastStep> forecasts = new ArrayList<>();
        for (WindowStep step : steps(hour)) {
            forecasts.add(forecaster.advance(step, new float[1][1], 1));
        }
        return forecasts;
    }
}
