package io.stepcast.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.network.Cell;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.WindowConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartingWeightsTest {

    private static final WindowConfig WINDOW = new WindowConfig(2, 4, 1000, 0);
    private static final InputEncoding ENCODING = InputEncoding.of(WINDOW, List.of("a", "b"));
    private static final RecurrentShape SHAPE = shape(ENCODING, 6);

    @Test
    void aFileOfTheSameEncodingGivesItsWeights() {
        NetworkState state = state(SHAPE);

        NetworkState read = StartingWeights.read(file(state, ENCODING.toJson()), ENCODING, SHAPE);

        assertThat(read.parameters()).isEqualTo(state.parameters());
        assertThat(read.steps()).isZero();
    }

    @Test
    void everyDifferenceIsNamed() {
        InputEncoding there = InputEncoding.of(new WindowConfig(2, 5, 2000, 0), List.of("a", "c"));

        assertThatThrownBy(() -> StartingWeights.read(file(state(shape(there, 8)), there.toJson()), ENCODING, SHAPE))
                .hasMessage(
                        "its network must be the job's, but features is [a, c] there and [a, b] here, window is"
                                + " 5 there and 4 here, stepMillis is 2000 there and 1000 here, the number of hidden units is 8 there and 6 here");
    }

    @Test
    void anotherCellAndOtherLayersAreDifferences() {
        RecurrentShape gru = new RecurrentShape(Cell.GRU, 2, 4, ENCODING.inputs(), 6, 2);
        assertThatThrownBy(() -> StartingWeights.read(file(state(gru), ENCODING.toJson()), ENCODING, SHAPE))
                .hasMessage("its network must be the job's, but the cell is GRU there and LSTM here,"
                        + " the number of layers is 2 there and 1 here");
    }

    @Test
    void moreInputsFromTheSameWindowsAreADifference() {
        InputEncoding there = new InputEncoding(List.of("a", "b"), 99, WINDOW);

        assertThatThrownBy(() -> StartingWeights.read(file(state(shape(there, 6)), there.toJson()), ENCODING, SHAPE))
                .hasMessageContaining(
                        "the number of inputs per time step is 99 there and " + ENCODING.inputs() + " here");
    }

    @Test
    void aFileScaledByItsRowsIsRefused() {
        ScaledEncoding scaled = new ScaledEncoding(
                "min-max",
                4,
                List.of("a", "b"),
                List.of(new ScaledEncoding.Scale(0, 1), new ScaledEncoding.Scale(0, 2)),
                new double[] {1, 1});

        assertThatThrownBy(() -> StartingWeights.read(file(state(SHAPE), scaled.toJson()), ENCODING, SHAPE))
                .hasMessageContainingAll("got min-max scaling by the rows of a file", "fit it with --config");
    }

    @Test
    void aFileWithoutAnEncodingOrThatIsNoneIsRefused() {
        byte[] bare = Safetensors.of(state(SHAPE), Map.of()).toBytes();

        assertThatThrownBy(() -> StartingWeights.read(bare, ENCODING, SHAPE))
                .hasMessageContaining("its metadata must hold the encoding");
        assertThatThrownBy(() -> StartingWeights.read(new byte[] {1, 2, 3}, ENCODING, SHAPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a safetensors file begins with");
    }

    private static RecurrentShape shape(InputEncoding encoding, int hidden) {
        return RecurrentShape.lstm(
                encoding.window(),
                encoding.inputs(),
                hidden,
                encoding.features().size());
    }

    private static NetworkState state(RecurrentShape shape) {
        try (SequenceNetwork network = Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, 7)) {
            return network.state();
        }
    }

    private static byte[] file(NetworkState state, String encoding) {
        return Safetensors.of(state, Map.of(ModelVersion.ENCODING, encoding)).toBytes();
    }
}
