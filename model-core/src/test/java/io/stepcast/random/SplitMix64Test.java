package io.stepcast.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SplitMix64Test {

    /** The first numbers of seed 0 in Vigna's splitmix64.c. */
    @Test
    void givesTheNumbersOfThePublishedAlgorithm() {
        SplitMix64 random = new SplitMix64(0);
        assertThat(random.nextLong()).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(random.nextLong()).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(random.nextLong()).isEqualTo(0x06C45D188009454FL);
    }

    /** The published first outputs of seed 1234567. */
    @Test
    void aNumberBelowABoundIsTheTopBitsOfTheNextOne() {
        SplitMix64 random = new SplitMix64(1234567);
        assertThat(random.next(1 << 30)).isEqualTo((int) (6457827717110365317L >>> 34));
        assertThat(random.next(1 << 30)).isEqualTo((int) (3203168211198807973L >>> 34));
    }

    @Test
    void goesOnFromItsState() {
        SplitMix64 random = new SplitMix64(5);
        random.nextLong();
        SplitMix64 restored = new SplitMix64(0);
        restored.restore(random.state());
        assertThat(restored.nextLong()).isEqualTo(random.nextLong());
    }

    @Test
    void everyNumberBelowTheBoundIsAboutAsLikely() {
        SplitMix64 random = new SplitMix64(7);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++) {
            counts[random.next(10)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    @Test
    void uniformNumbersFillZeroToOne() {
        SplitMix64 random = new SplitMix64(9);
        double least = 1;
        double most = 0;
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double number = random.nextUniform();
            least = Math.min(least, number);
            most = Math.max(most, number);
            sum += number;
        }
        assertThat(least).isBetween(0.0, 1e-3);
        assertThat(most).isBetween(0.999, Math.nextDown(1.0));
        assertThat(sum / 100_000).isBetween(0.49, 0.51);
    }
}
