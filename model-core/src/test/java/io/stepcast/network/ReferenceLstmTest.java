package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceLstmTest {

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void gradientsAgreeWithCentralDifferences(long seed) {
        Sample sample = new Sample(seed);
        NetworkShape shape = new NetworkShape(1 + (int) seed % 5, 3, 4, 2);
        ReferenceLstm reference = new ReferenceLstm(sample.state(shape), TrainingConfig.defaults());
        float[] windows = sample.windows(shape, 3);
        int[] steps = sample.steps(shape, 3);
        float[] labels = sample.labels(shape, 3);
        LstmParameters layout = new LstmParameters(shape);

        double[] gradient = reference.gradient(windows, steps, labels, 3);

        double h = 1e-5;
        for (int i = 0; i < gradient.length; i++) {
            if (i >= layout.biasHh.offset() && i < layout.headWeight.offset()) {
                assertThat(gradient[i]).isZero();
                continue;
            }
            double value = reference.parameters[i];
            reference.parameters[i] = value + h;
            double above = reference.loss(windows, steps, labels, 3);
            reference.parameters[i] = value - h;
            double below = reference.loss(windows, steps, labels, 3);
            reference.parameters[i] = value;
            assertThat(gradient[i]).as("parameter %d", i).isCloseTo((above - below) / (2 * h), within(1e-8));
        }
    }
}
