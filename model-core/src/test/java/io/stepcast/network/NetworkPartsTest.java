package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class NetworkPartsTest {

    private static final double NOT = Double.NaN;

    @Test
    void aTrainingConfigurationOutOfRangeIsRefused() {
        assertThat(new TrainingConfig(0, 0, 0, 1e-9, 1e-9).beta1()).isZero();
        for (double share : new double[] {-0.1, 1, NOT}) {
            refused(
                    () -> new TrainingConfig(share, 0.9, 0, 1, 1),
                    "beta1 must be at least 0 and below 1, got " + share);
            refused(
                    () -> new TrainingConfig(0.9, share, 0, 1, 1),
                    "beta2 must be at least 0 and below 1, got " + share);
        }
        for (double decay : new double[] {-0.1, NOT}) {
            refused(() -> new TrainingConfig(0, 0, decay, 1, 1), "weight decay must not be negative, got " + decay);
        }
        for (double size : new double[] {0, -1, NOT}) {
            refused(() -> new TrainingConfig(0, 0, 0, size, 1), "the gradient clip norm must be above 0, got " + size);
            refused(() -> new TrainingConfig(0, 0, 0, 1, size), "the Huber threshold must be above 0, got " + size);
        }
    }

    /** By hand, with torch's two biases: 4 × 3 × (2 + 3 + 2) + (layers - 1) × 4 × 3 × (3 + 3 + 2) + 5 × (3 + 1). */
    @Test
    void parametersAreCountedAsTorchHasThem() {
        assertThat(new RecurrentShape(Cell.LSTM, 1, 9, 2, 3, 5).parameters()).isEqualTo(84 + 20);
        assertThat(new RecurrentShape(Cell.LSTM, 3, 9, 2, 3, 5).parameters()).isEqualTo(84 + 2 * 96 + 20);
        assertThat(new RecurrentShape(Cell.GRU, 4, 9, 2, 3, 5).parameters()).isEqualTo(63 + 3 * 72 + 20);
        assertThat(new FeedForwardShape(3, 2, InputView.whole(3, 2), 4, 5, 7).parameters())
                .isEqualTo(4 * 7 + 5 * 5 + 7 * 6);
    }

    @Test
    void shapesOutOfRangeAreRefused() {
        refused(() -> new RecurrentShape(Cell.GRU, 0, 1, 1, 1, 1), "a network's layers must be 1 to 4, got 0");
        refused(() -> new RecurrentShape(Cell.GRU, 5, 1, 1, 1, 1), "a network's layers must be 1 to 4, got 5");
        refused(() -> RecurrentShape.lstm(0, 1, 1, 1), "a network's time must be at least 1, got 0");
        refused(() -> RecurrentShape.lstm(1, 0, 1, 1), "a network's inputs must be at least 1, got 0");
        refused(() -> RecurrentShape.lstm(1, 1, 0, 1), "a network's hidden must be at least 1, got 0");
        refused(() -> RecurrentShape.lstm(1, 1, 1, 0), "a network's outputs must be at least 1, got 0");
        InputView view = InputView.whole(1, 1);
        refused(() -> new FeedForwardShape(0, 1, view, 1, 1, 1), "a network's time must be at least 1, got 0");
        refused(() -> new FeedForwardShape(1, 0, view, 1, 1, 1), "a network's inputs must be at least 1, got 0");
        refused(
                () -> new FeedForwardShape(1, 1, view, 0, 1, 1),
                "a network's first hidden layer must be at least 1, got 0");
        refused(
                () -> new FeedForwardShape(1, 1, view, 1, 0, 1),
                "a network's second hidden layer must be at least 1, got 0");
        refused(() -> new FeedForwardShape(1, 1, view, 1, 1, 0), "a network's outputs must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedForwardShape(1, 1, view, 50_000, 50_000, 1))
                .withMessageContaining("at most 2147483647 parameters");
    }

    @Test
    void aViewShowsNumbersAndDifferencesWithinSixAndZeroForWhatIsNotReal() {
        InputView view = new InputView(new int[] {3, 2, 3, 1, 3}, new int[] {-1, 3, 2, -1, 1});
        float[] windows = {9, 0, 1, 2, 5, 9};
        float[] target = new float[6];
        // The window is 0, 1, 2, 5 from place 1 on, its first number not real.
        view.look(windows, 1, 1, target, 1);
        assertThat(target).containsExactly(0, 5, -3, 3, 1, 4);
        view.look(windows, 1, 2, target, 1);
        assertThat(target).containsExactly(0, 5, -3, 3, 0, 0);
        InputView.whole(1, 2).look(new float[] {100, -100}, 0, 0, target, 4);
        assertThat(target).containsExactly(0, 5, -3, 3, 6, -6);
    }

    @Test
    void aViewLooksNowhereElse() {
        new InputView(new int[] {0, 5}, new int[] {-1, 5}).requireWithin(3, 2);
        int[][][] outside = {{{6}, {-1}}, {{-1}, {-1}}, {{0}, {-2}}, {{0}, {6}}};
        for (int[][] indices : outside) {
            refused(
                    () -> new FeedForwardShape(3, 2, new InputView(indices[0], indices[1]), 1, 1, 1),
                    "a view of windows of 6 numbers requires indices from 0 to 5, got " + indices[0][0] + " minus "
                            + indices[1][0]);
        }
        refused(
                () -> new InputView(new int[0], new int[0]),
                "a view requires at least 1 input and as many to subtract, got 0 and 0");
        refused(
                () -> new InputView(new int[2], new int[1]),
                "a view requires at least 1 input and as many to subtract, got 2 and 1");
    }

    @Test
    void viewsAreEqualByWhatTheyShow() {
        InputView view = new InputView(new int[] {1, 2}, new int[] {-1, 0});
        assertThat(view)
                .isEqualTo(new InputView(new int[] {1, 2}, new int[] {-1, 0}))
                .hasSameHashCodeAs(new InputView(new int[] {1, 2}, new int[] {-1, 0}))
                .isNotEqualTo(new InputView(new int[] {1, 3}, new int[] {-1, 0}))
                .isNotEqualTo(new InputView(new int[] {1, 2}, new int[] {-1, -1}))
                .doesNotHaveSameHashCodeAs(new InputView(new int[] {1, 2}, new int[] {-1, -1}));
        assertThat(view.toString()).startsWith("InputView[2 inputs, ");
    }

    @Test
    void aTensorHoldsAsManyNumbersAsItsShapeSays() {
        refused(
                () -> new Safetensors.Tensor(List.of(2, 3), new float[5]),
                "a tensor of shape [2, 3] must hold 6 numbers, got 5");
        refused(
                () -> new Safetensors.Tensor(List.of(-1), new float[1]),
                "a tensor's dimensions must not be negative, got [-1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors.Tensor(List.of(1 << 20, 1 << 20), new float[1]))
                .withMessageContaining("a tensor may hold at most 536870911 numbers");
        refused(
                () -> new Safetensors(
                        Map.of("__metadata__", new Safetensors.Tensor(List.of(), new float[1])), Map.of()),
                "a tensor must not be called __metadata__");
    }

    @Test
    void aHeaderThatIsNoUtf8OrTooLongOrTooShortIsRefused() {
        refused(() -> Safetensors.fromBytes(file(2, (byte) 0xff, (byte) 0xfe)), "a safetensors header must be UTF-8");
        refused(
                () -> Safetensors.fromBytes(file(3, (byte) '{', (byte) '}')),
                "a safetensors header must have 2 to 2 bytes here, got a length of 3");
        refused(
                () -> Safetensors.fromBytes(file(1, (byte) '{', (byte) '}')),
                "a safetensors header must have 2 to 2 bytes here, got a length of 1");
        refused(
                () -> Safetensors.fromBytes(file(-1, (byte) '{', (byte) '}')),
                "a safetensors header must have 2 to 2 bytes here, got a length of 18446744073709551615");
        assertThat(Safetensors.fromBytes(file(2, (byte) '{', (byte) '}')).tensors())
                .isEmpty();
    }

    private static byte[] file(long headerLength, byte... header) {
        byte[] file = new byte[8 + header.length];
        for (int i = 0; i < 8; i++) {
            file[i] = (byte) (headerLength >>> (8 * i));
        }
        System.arraycopy(header, 0, file, 8, header.length);
        return file;
    }

    @Test
    void severalMembersNeedNames() {
        NetworkState state = new Sample(1).state(RecurrentShape.lstm(1, 1, 1, 1));
        Map<String, NetworkState> members = new LinkedHashMap<>();
        members.put("", state);
        assertThat(NetworkFile.read(NetworkFile.of(members, Map.of()), 1, 1)).containsOnlyKeys("");
        members.put("b", state);
        refused(
                () -> NetworkFile.of(members, Map.of()),
                "the members of a file must have names without dots, got [, b]");
    }

    @Test
    void membersOfOneNameAndViewsThatAreNoneAreRefused() {
        NetworkState state = new Sample(1).state(RecurrentShape.lstm(1, 1, 1, 1));
        Safetensors file = NetworkFile.of(Map.of("a", state), Map.of());
        String member = "{\"name\":\"a\",\"kind\":\"lstm\",\"layers\":1,\"hidden\":1,\"outputs\":1}";
        refusedMembers(
                file,
                "[" + member + "," + member + "]",
                "the members of a file must have different names, got [" + member + "," + member + "]");
        refusedMembers(file, "[{\"view\":[[]]}]", "an input of a view requires 1 or 2 indices, got []");
        refusedMembers(file, "[{\"view\":[[1,2,3]]}]", "an input of a view requires 1 or 2 indices, got [1, 2, 3]");
        refusedMembers(file, "[{\"colour\":1}]", "a member has no key colour");
        refusedMembers(file, "[" + member + "]x", "the members of a file requires the end");
    }

    @Test
    void aShapeIsRecognisedByItsMatricesAlone() {
        for (Cell cell : Cell.values()) {
            RecurrentShape shape = new RecurrentShape(cell, 3, 6, 2, 4, 5);
            Safetensors file = Safetensors.of(new Sample(1).state(shape), Map.of());
            assertThat(NetworkFile.recurrentShape(file, 6)).isEqualTo(shape);
        }
        Safetensors flat =
                new Safetensors(Map.of("weight_hh_l0", new Safetensors.Tensor(List.of(4), new float[4])), Map.of());
        refused(
                () -> NetworkFile.recurrentShape(flat, 6),
                "an LSTM or GRU requires the matrix weight_hh_l0, got one of shape [4]");
    }

    @Test
    void aStepIsAllowedUpToItsBounds() {
        StepSize size = new StepSize(1e-3, 5, 7);
        assertThat(size.allows(5, 7)).isTrue();
        assertThat(size.allows(5.001, 7)).isFalse();
        assertThat(size.allows(5, 7.001)).isFalse();
        StepSize unbounded = StepSize.of(1e-3);
        assertThat(unbounded.allows(1e300, 1e300)).isTrue();
        assertThat(unbounded.allows(NOT, 1)).isFalse();
        assertThat(unbounded.allows(1, Double.POSITIVE_INFINITY)).isFalse();
    }

    @Test
    void onlyRealStepsCountAndOthersAreCleared() {
        RealSteps steps = new RealSteps(4);
        steps.reserve(3);
        steps.set(new int[] {9, 1, 3, 2}, 1, 3);
        assertThat(steps.begin()).isEqualTo(1);
        assertThat(steps.first(0)).isEqualTo(3);
        assertThat(steps.first(1)).isEqualTo(1);
        float[] values = new float[6];
        Arrays.fill(values, 1);
        steps.clear(2, values, 2);
        assertThat(values).containsExactly(0, 0, 1, 1, 1, 1);
        steps.clear(1, values, 2);
        assertThat(values).containsExactly(0, 0, 1, 1, 0, 0);
        Arrays.fill(values, 1);
        steps.clear(3, values, 2);
        assertThat(values).containsOnly(1);
    }

    private static void refusedMembers(Safetensors file, String members, String reason) {
        Safetensors changed = new Safetensors(file.tensors(), Map.of(NetworkFile.MEMBERS, members));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFile.read(changed, 1, 1))
                .withMessageStartingWith(reason);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
