package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.random.Seeds;
import io.stepcast.state.StateBytes;
import io.stepcast.state.UnreadableStateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AdwinTest {

    static LongStream seeds() {
        return Seeds.first(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noiseOfOneMeanIsNoChange(long seed) {
        Adwin adwin = new Adwin(1e-4);
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            assertThat(adwin.add(random.nextDouble())).isNull();
        }
        assertThat(adwin.length()).isEqualTo(3000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anotherMeanIsFoundSoonAndTheWindowForgetsTheOldOne(long seed) {
        Adwin adwin = new Adwin(1e-4);
        Random random = new Random(seed);
        int changedAt = 200 + random.nextInt(1000);
        for (int i = 0; i < changedAt; i++) {
            adwin.add(0.5 * random.nextDouble());
        }
        Adwin.@Nullable Change change = null;
        int since = 0;
        while (change == null && since < 200) {
            change = adwin.add(0.5 + 0.5 * random.nextDouble());
            since++;
        }
        assertThat(since).isLessThan(60);
        assertThat(change).isNotNull();
        if (change != null) {
            assertThat(change.before()).isCloseTo(0.25, within(0.1));
            assertThat(change.after()).isGreaterThan(0.5);
            assertThat(change.length()).isLessThan(100);
            assertThat(adwin.length()).isEqualTo(change.length());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void savedAndRestoredItGoesOn(long seed) throws IOException {
        Random random = new Random(seed);
        Adwin plain = new Adwin(1e-3);
        Adwin restored = new Adwin(1e-3);
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        int saveAt = random.nextInt(1000);
        for (int i = 0; i < 1000; i++) {
            if (i == saveAt) {
                byte[] state = StateBytes.of(restored::write);
                restored = new Adwin(1e-3);
                restored.restore(StateBytes.in(state));
            }
            double value = random.nextDouble() * (i / 300 % 2 == 0 ? 0.4 : 1);
            expected.add(String.valueOf(plain.add(value)));
            found.add(String.valueOf(restored.add(value)));
        }
        assertThat(found).isEqualTo(expected);
        assertThat(expected).anyMatch(change -> !change.equals("null"));
    }

    /** What was dropped must be out of all sums: else the next change is found late, or where there is none. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachOfSeveralChangesIsFoundSoonWithItsOwnMeans(long seed) {
        Adwin adwin = new Adwin(1e-4);
        Random random = new Random(seed);
        double[] means = {0.2, 0.8, 0.4, 0.9, 0.1};
        for (int regime = 0; regime < means.length; regime++) {
            int found = 0;
            for (int i = 0; i < 700; i++) {
                Adwin.Change change = adwin.add(means[regime] + 0.1 * (random.nextDouble() - 0.5));
                if (change != null && found++ == 0) {
                    assertThat(i).isLessThan(60);
                    assertThat(change.before()).isCloseTo(means[regime - 1], within(0.05));
                    assertThat(Math.abs(change.after() - means[regime])).isLessThan(0.35);
                }
            }
            assertThat(found == 0).as("none in the first regime").isEqualTo(regime == 0);
            assertThat(adwin.length()).isLessThanOrEqualTo(regime == 0 ? 700 : 720);
        }
    }

    @Test
    void aDamagedStateIsRefused() {
        byte[] state = StateBytes.of(new Adwin(0.1)::write);
        state[3] = 99;
        assertThatThrownBy(() -> new Adwin(0.1).restore(StateBytes.in(state)))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("damaged state: a row must have 0 to 5 buckets, got 99");
    }
}
