package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class UsualSizeTest {

    private final UsualSize size = new UsualSize();

    @Test
    void theFirstTwentyAreLetThroughWhateverTheyAre() {
        for (int i = 0; i < 20; i++) {
            assertThat(size.most()).isInfinite();
            size.add(2);
        }
        assertThat(size.most()).isCloseTo(200, within(1e-9));
    }

    @Test
    void oneHugeNumberChangesLittle() {
        usual(0.5, 1000);
        assertThat(size.most()).isEqualTo(100);
        size.add(1e300);
        assertThat(size.most()).isCloseTo(149.5, within(1e-6));
        usual(0.5, 100);
        assertThat(size.most()).isEqualTo(100);
    }

    @Test
    void aSizeThatStaysIsLetThroughSoon() {
        usual(0.5, 1000);
        int refused = 0;
        while (size.most() < 1e6) {
            size.add(1e6);
            refused++;
        }
        assertThat(refused).isBetween(5, 15);
    }

    @Test
    void whatIsNoNumberLeavesItAsItIs() {
        usual(3, 50);
        size.add(Double.NaN);
        assertThat(size.most()).isCloseTo(300, within(1e-9));
    }

    private void usual(double value, int times) {
        for (int i = 0; i < times; i++) {
            size.add(value);
        }
    }
}
