package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkStateTest {

    private static final NetworkShape SHAPE = RecurrentShape.lstm(4, 2, 3, 1);

    @Test
    void whatIsWrittenIsReadBackBitForBit() throws IOException {
        NetworkShape big = RecurrentShape.lstm(2, 100, 128, 3);
        NetworkState state = new NetworkState(
                big,
                new Sample(1).state(big).parameters(),
                new Sample(2).state(big).parameters(),
                new Sample(3).state(big).parameters(),
                1L << 40);
        SequenceNetworkConformance.assertSameBits(read(bytes(state)), state);
    }

    static List<NetworkShape> shapes() {
        return List.of(
                RecurrentShape.lstm(4, 2, 3, 1),
                new RecurrentShape(Cell.LSTM, 4, 1, 2, 3, 5),
                new RecurrentShape(Cell.GRU, 2, 7, 6, 5, 4),
                new FeedForwardShape(3, 4, new Sample(1).view(3, 4, 9), 6, 5, 2),
                // More indices than are read in one piece.
                new FeedForwardShape(100, 50, InputView.whole(100, 50), 2, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyKindOfNetworkIsReadBack(NetworkShape shape) throws IOException {
        NetworkState state = new NetworkState(
                shape,
                new Sample(1).state(shape).parameters(),
                new Sample(2).state(shape).parameters(),
                new Sample(3).state(shape).parameters(),
                17);
        NetworkState read = read(bytes(state));
        assertThat(read.shape()).isEqualTo(shape);
        SequenceNetworkConformance.assertSameBits(read, state);
    }

    @Test
    void anUnknownKindOrAnEmptyViewIsRefused() throws IOException {
        byte[] lstm = bytes(new Sample(1).state(SHAPE));
        lstm[5] = 7;
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(lstm))
                .withMessageEndingWith("a network's kind must be 0, 1 or 2, got 7");
        byte[] mlp = bytes(new Sample(1).state(new FeedForwardShape(1, 1, InputView.whole(1, 1), 1, 1, 1)));
        // After the mark, the version, the kind and five dimensions.
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(withInt(mlp, 4 + 1 + 1 + 5 * 4, 0)))
                .withMessageEndingWith("a view requires at least 1 input, got 0");
    }

    @Test
    void momentsOfAnotherLengthAndNegativeStepsAreRefused() {
        float[] right = new float[88];
        float[] wrong = new float[87];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkState(SHAPE, right, wrong, right, 0))
                .withMessageStartingWith("the first moment of")
                .withMessageEndingWith("must hold 88 numbers, got 87");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkState(SHAPE, right, right, wrong, 0))
                .withMessageStartingWith("the second moment of");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkState(SHAPE, right, right, right, -1))
                .withMessage("optimiser steps must not be negative, got -1");
    }

    @Test
    void theFirstVersionStillLoadsToTheSameNumbers() throws IOException {
        byte[] golden = resource("network-state-v1.bin");
        NetworkState state = read(golden);
        assertThat(state.shape()).isEqualTo(SHAPE);
        assertThat(state.steps()).isEqualTo(5);
        assertThat(numbers(state)).isEqualTo(new String(resource("network-state-v1.txt"), StandardCharsets.UTF_8));
        assertThat(bytes(state)).isEqualTo(golden);
        try (SequenceNetwork network = new CpuNetwork(SHAPE, TrainingConfig.defaults(), state)) {
            Sample sample = new Sample(4);
            assertThat(network.train(
                            sample.windows(SHAPE, 2), new int[] {4, 2}, new float[] {1, 2}, 2, 1e-3, new float[2]))
                    .isInstanceOf(TrainingStep.Applied.class);
            assertThat(network.state().steps()).isEqualTo(6);
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = bytes(new Sample(1).state(SHAPE));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read(part));
        }
    }

    @Test
    void wrongBytesAreRefusedWithTheReason() throws IOException {
        byte[] whole = bytes(new Sample(1).state(SHAPE));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(withInt(whole, 0, 1)))
                .withMessage("a network state begins with 53434e53, got 00000001");
        byte[] newer = whole.clone();
        newer[4] = 9;
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(newer))
                .withMessage("a network state of version 1 is required, got version 9");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(withInt(whole, 14, -2)))
                .withMessageContaining("inputs must be at least 1, got -2");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(withInt(whole, 18, Integer.MAX_VALUE)))
                .withMessageContaining("at most 2147483647 parameters");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(withInt(whole, 34, 7)))
                .withMessageContaining("must hold 88 numbers, got 7");
    }

    @Test
    void arraysOfAnotherLengthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkState.untrained(SHAPE, new float[87]))
                .withMessageContaining("must hold 88 numbers, got 87");
    }

    /** Writes the golden files of the current version into the folder that is given; run by hand when a version is added. */
    public static void main(String[] arguments) throws IOException {
        Sample sample = new Sample(2026);
        try (SequenceNetwork network = Networks.create(SHAPE, TrainingConfig.defaults(), Networks.Device.CPU, 2026)) {
            for (int step = 0; step < 5; step++) {
                network.train(
                        sample.windows(SHAPE, 3),
                        Sample.whole(SHAPE, 3),
                        sample.labels(SHAPE, 3),
                        3,
                        1e-2,
                        new float[3]);
            }
            Path folder = Path.of(arguments[0]);
            Files.write(folder.resolve("network-state-v1.bin"), bytes(network.state()));
            Files.writeString(folder.resolve("network-state-v1.txt"), numbers(network.state()));
        }
    }

    /** One number a line, exactly: parameters, first and second moment. */
    private static String numbers(NetworkState state) {
        StringBuilder lines = new StringBuilder();
        for (float[] values : new float[][] {state.parameters(), state.firstMoment(), state.secondMoment()}) {
            for (float value : values) {
                lines.append(Float.toHexString(value)).append('\n');
            }
        }
        return lines.toString();
    }

    private static byte[] bytes(NetworkState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static NetworkState read(byte[] bytes) throws IOException {
        return NetworkState.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(NetworkStateTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
