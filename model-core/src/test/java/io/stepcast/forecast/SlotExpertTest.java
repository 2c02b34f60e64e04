package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.state.StateBytes;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.Reading;
import io.stepcast.window.WindowConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SlotExpertTest {

    private static final long HOUR = 3_600_000L;

    /** A load that is switched on at six and off at eighteen, by an amount that drifts: harmonics can't draw that. */
    @Test
    void aLoadSwitchedAtFixedTimesIsForecastFarBetterThanByTheLinearExpert() {
        Random random = new Random(3);
        List<Reading> readings = new ArrayList<>();
        for (int hour = 0; hour < 60 * 24; hour++) {
            boolean on = hour % 24 >= 6 && hour % 24 < 18;
            double size = 20 + 5 * StrictMath.sin(hour / 300.0);
            readings.add(
                    new Reading("load", hour * HOUR, new double[] {(on ? size : 0) + 0.3 * random.nextGaussian()}));
        }
        ForecastConfig config = new ForecastConfig(new WindowConfig(1, 4, HOUR, 24 * HOUR), 0.9);
        double model = 0;
        double linear = 0;
        for (ForecastStep step :
                new Run(config, Run.noise(1, 0.5)).all(readings).subList(40 * 24, readings.size() - 1)) {
            Scored scored = Objects.requireNonNull(step.scored());
            model += Math.abs(scored.observed()[0] - scored.prediction().expected()[0]);
            linear += Math.abs(scored.observed()[0] - scored.linear()[0]);
        }

        assertThat(model).isLessThan(0.8 * linear);
    }

    @Test
    void whereTheSeasonIsUnknownThereIsNothingToLearn() {
        assertThat(new SlotExpert(new ForecastConfig(new WindowConfig(2, 4, HOUR, 0), 0.9)).present())
                .isFalse();
    }

    @Test
    void aSlotOutOfRangeIsDamage() {
        ForecastConfig config = new ForecastConfig(new WindowConfig(1, 4, HOUR, 24 * HOUR), 0.9);
        byte[] bytes = StateBytes.of(new SlotExpert(config)::write);
        bytes[bytes.length - 1] = 24;

        assertThatThrownBy(() -> new SlotExpert(config).restore(StateBytes.in(bytes)))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("damaged state: a slot must be from 0 to 23, got 24");
    }
}
