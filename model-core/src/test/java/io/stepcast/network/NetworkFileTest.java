package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NetworkFileTest {

    private static final NetworkShape LSTM = RecurrentShape.lstm(4, 2, 3, 1);
    private static final NetworkShape GRU = new RecurrentShape(Cell.GRU, 2, 4, 2, 3, 1);
    private static final NetworkShape MLP = new FeedForwardShape(
            4, 2, new InputView(new int[] {7, 6, 3}, new int[] {InputView.NOTHING, 4, 0}), 5, 3, 1);

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, NetworkState> members = new LinkedHashMap<>();
        members.put("lstm", new Sample(1).state(LSTM));
        members.put("gru", new Sample(2).state(GRU));
        members.put("mlp", new Sample(3).state(MLP));
        Safetensors file = NetworkFile.of(members, Map.of("encoding", "x"));

        Map<String, NetworkState> read = NetworkFile.read(Safetensors.fromBytes(file.toBytes()), 4, 2);

        assertThat(read.keySet()).containsExactly("lstm", "gru", "mlp");
        read.forEach((name, state) ->
                SequenceNetworkConformance.assertSameBits(state, Objects.requireNonNull(members.get(name))));
        assertThat(file.tensors().keySet())
                .contains("lstm.weight_ih_l0", "lstm.head.bias", "gru.weight_hh_l1", "mlp.0.weight", "mlp.4.bias");
        assertThat(file.metadata())
                .containsEntry("encoding", "x")
                .containsEntry(
                        NetworkFile.MEMBERS,
                        "[{\"name\":\"lstm\",\"kind\":\"lstm\",\"layers\":1,\"hidden\":3,\"outputs\":1},"
                                + "{\"name\":\"gru\",\"kind\":\"gru\",\"layers\":2,\"hidden\":3,\"outputs\":1},"
                                + "{\"name\":\"mlp\",\"kind\":\"mlp\",\"hidden1\":5,\"hidden2\":3,\"outputs\":1,"
                                + "\"view\":[[7],[6,4],[3,0]]}]");
    }

    @Test
    void aSingleRecurrentNetworkUnderTorchsNamesNeedsNoMetadata() {
        for (NetworkShape shape : new NetworkShape[] {LSTM, GRU}) {
            NetworkState state = new Sample(4).state(shape);
            Map<String, NetworkState> read = NetworkFile.read(Safetensors.of(state, Map.of()), 4, 2);
            assertThat(read).containsOnlyKeys("");
            SequenceNetworkConformance.assertSameBits(Objects.requireNonNull(read.get("")), state);
        }
    }

    @Test
    void aFileThatIsNotWhatItSaysIsRefusedWithTheReason() {
        NetworkState lstm = new Sample(1).state(LSTM);
        Safetensors file = NetworkFile.of(Map.of("a", lstm), Map.of());
        refused(file, "[]", "the members [] have 0 tensors, the file has [a.weight_ih_l0");
        refused(file, "[{\"name\":\"a\",\"kind\":\"cnn\"}]", "a member must be an lstm, a gru or an mlp, got cnn");
        refused(file, "[{\"name\":\"a\"}]", "a member requires name and kind, got [name]");
        refused(file, "[{\"name\":\"a\",\"kind\":\"lstm\"}]", "the lstm a requires layers, got []");
        refused(file, "[{\"name\":\"a\",\"kind\":\"mlp\"}]", "the mlp a requires a view");
        refused(
                file,
                "[{\"name\":\"a\",\"kind\":\"lstm\",\"layers\":1,\"hidden\":4,\"outputs\":1}]",
                "weight_ih_l0 of RecurrentShape[cell=LSTM, layers=1, time=4, inputs=2, hidden=4, outputs=1] must have");
        refused(
                file,
                "[{\"name\":\"a\",\"kind\":\"lstm\",\"layers\":1,\"hidden\":3,\"outputs\":4294967297}]",
                "a member's numbers must be below 2^31, got 4294967297");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFile.of(Map.of("a.b", lstm), Map.of()))
                .withMessage("the members of a file must have names without dots, got [a.b]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFile.of(Map.of(), Map.of()))
                .withMessage("a file of networks requires at least 1 member, got none");
    }

    private static void refused(Safetensors file, String members, String reason) {
        Safetensors changed = new Safetensors(file.tensors(), Map.of(NetworkFile.MEMBERS, members));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFile.read(changed, 4, 2))
                .withMessageStartingWith(reason);
    }
}
