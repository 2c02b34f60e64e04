package io.stepcast.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateArraysTest {

    /** Around the edges of the pieces in which numbers are written. */
    @ParameterizedTest(name = "{0} numbers come back")
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2047, 2048, 2049, 5000})
    void numbersComeBackBitForBit(int count) throws IOException {
        Random random = new Random(count);
        float[] floats = new float[count];
        double[] doubles = new double[count];
        long[] longs = new long[count];
        boolean[] booleans = new boolean[count];
        for (int i = 0; i < count; i++) {
            floats[i] = i % 7 == 0 ? Float.NaN : random.nextFloat();
            doubles[i] = i % 7 == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
            longs[i] = random.nextLong();
            booleans[i] = random.nextBoolean();
        }

        float[] floatsBack = new float[count];
        StateArrays.readFloats(StateBytes.in(StateBytes.of(out -> StateArrays.writeFloats(out, floats))), floatsBack);
        double[] doublesBack = new double[count];
        StateArrays.readDoubles(
                StateBytes.in(StateBytes.of(out -> StateArrays.writeDoubles(out, doubles))), doublesBack);
        long[] longsBack = new long[count];
        StateArrays.readLongs(StateBytes.in(StateBytes.of(out -> StateArrays.writeLongs(out, longs))), longsBack);
        boolean[] booleansBack = new boolean[count];
        StateArrays.readBooleans(
                StateBytes.in(StateBytes.of(out -> StateArrays.writeBooleans(out, booleans))), booleansBack);

        assertThat(floatsBack).isEqualTo(floats);
        assertThat(doublesBack).isEqualTo(doubles);
        assertThat(longsBack).isEqualTo(longs);
        assertThat(booleansBack).isEqualTo(booleans);
    }
}
