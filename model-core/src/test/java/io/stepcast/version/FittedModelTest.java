package io.stepcast.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.network.NetworkState;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.Safetensors;
import io.stepcast.window.WindowConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FittedModelTest {

    /** Values of a are scaled by a half from 10 on, those of b by a hundredth. */
    private static final ScaledEncoding ENCODING = new ScaledEncoding(
            "min-max",
            2,
            List.of("a", "b"),
            List.of(new ScaledEncoding.Scale(10, 2), new ScaledEncoding.Scale(0, 100)),
            new double[] {3, 7});

    @Test
    void theNextRowIsTheLastOneAndTheNetworksStepInUnits() {
        RecurrentShape shape = RecurrentShape.lstm(2, 2, 3, 2);
        float[] parameters = new float[shape.parameters()];
        // Weights of zero: the output is the head's bias, the last two parameters.
        parameters[parameters.length - 2] = 0.5f;
        parameters[parameters.length - 1] = -2;
        try (FittedModel model = FittedModel.open(file(shape, parameters, ENCODING.toJson()))) {
            assertThat(model.encoding()).isEqualTo(ENCODING);
            assertThat(model.next(new double[][] {{1, 2}, {30, 40}}))
                    .containsExactly(new double[] {30 + 0.5 * 3, 40 - 2 * 7}, within(1e-12));
            assertThatThrownBy(() -> model.next(new double[1][2])).hasMessage("a window must have 2 rows, got 1");
        }
    }

    @Test
    void aClosedModelPredictsNoMore() {
        RecurrentShape shape = RecurrentShape.lstm(2, 2, 3, 2);
        FittedModel model = FittedModel.open(file(shape, new float[shape.parameters()], ENCODING.toJson()));
        model.close();
        assertThatThrownBy(() -> model.next(new double[2][2])).hasMessage("this network is closed");
    }

    @Test
    void aFileWithoutSuchAnEncodingIsRefused() {
        RecurrentShape shape = RecurrentShape.lstm(2, 2, 3, 2);
        float[] parameters = new float[shape.parameters()];
        String own = InputEncoding.of(new WindowConfig(2, 2, 1000, 0), List.of("a", "b"))
                .toJson();
        byte[] bare = Safetensors.of(NetworkState.untrained(shape, parameters), Map.of("note", "x"))
                .toBytes();
        assertThatThrownBy(() -> FittedModel.open(bare))
                .hasMessage("the file's metadata must hold the encoding of an offline fit, got [note]");
        assertThatThrownBy(() -> FittedModel.open(file(shape, parameters, own)))
                .hasMessage("the file's metadata must hold the encoding of an offline fit, got " + own);
    }

    @Test
    void aNetworkOfOtherInputsOrOutputsIsRefused() {
        RecurrentShape inputs = RecurrentShape.lstm(2, 4, 3, 2);
        assertThatThrownBy(() -> FittedModel.open(file(inputs, new float[inputs.parameters()], ENCODING.toJson())))
                .hasMessage("the encoding tells of 2 features, the network has 4 inputs and 2 outputs");
        RecurrentShape outputs = RecurrentShape.lstm(2, 2, 3, 1);
        assertThatThrownBy(() -> FittedModel.open(file(outputs, new float[outputs.parameters()], ENCODING.toJson())))
                .hasMessage("the encoding tells of 2 features, the network has 2 inputs and 1 outputs");
    }

    @Test
    void rowsAreScaledAndKeptWithinTenThousand() {
        float[] input = new float[5];
        ENCODING.encode(new double[] {13, -50}, input, 1);
        ENCODING.encode(new double[] {1e9, -1e9}, input, 3);
        assertThat(input).containsExactly(0, 1.5f, -0.5f, 1e4f, -1e4f);
    }

    @Test
    void theEncodingComesBackAndIsTheSame() {
        ScaledEncoding read = ScaledEncoding.fromJson(ENCODING.toJson());
        assertThat(read).isEqualTo(ENCODING).hasSameHashCodeAs(ENCODING).hasToString(ENCODING.toJson());
        assertThat(read.scales()).isEqualTo(ENCODING.scales());
        assertThat(read.units()).isEqualTo(ENCODING.units());
        ScaledEncoding other =
                new ScaledEncoding("min-max", 3, ENCODING.features(), ENCODING.scales(), ENCODING.units());
        assertThat(other).isNotEqualTo(ENCODING).doesNotHaveSameHashCodeAs(ENCODING);
        assertThat(ENCODING.toJson())
                .contains("\"shift\":[10.0,0.0],\"divisor\":[2.0,100.0],\"unit\":[3.0,7.0],\"layout\":\"row-major");
    }

    @Test
    void otherTextsAreRefused() {
        String json = ENCODING.toJson();
        assertThatThrownBy(() -> ScaledEncoding.fromJson(json + "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScaledEncoding.fromJson(json.replace("\"window\":2,", "")))
                .hasMessageStartingWith("a scaled encoding requires kind and window, got [");
        assertThatThrownBy(() -> ScaledEncoding.fromJson(json.replace("\"unit\":[3.0,7.0],", "")))
                .hasMessageStartingWith("a scaled encoding requires unit, got [");
        assertThatThrownBy(() -> ScaledEncoding.fromJson(json.replace("\"unit\":[3.0,7.0]", "\"unit\":[3.0]")))
                .hasMessageEndingWith("got 2 time steps, 2 features, 2 scales and 1 units");
        assertThat(ScaledEncoding.kindOf(json)).isEqualTo("min-max");
        assertThat(ScaledEncoding.kindOf("{}")).isEqualTo("the service's own");
    }

    @Test
    void scalesAreFiniteAndDivideByMoreThanZero() {
        for (double divisor : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ScaledEncoding.Scale(1, divisor))
                    .hasMessage("a scale requires a finite shift and a finite divisor above 0, got 1.0 and " + divisor);
        }
        assertThatThrownBy(() -> new ScaledEncoding.Scale(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ScaledEncoding("standard", 1, ENCODING.features(), ENCODING.scales(), ENCODING.units()).window())
                .isEqualTo(1);
    }

    private static byte[] file(RecurrentShape shape, float[] parameters, String encoding) {
        return Safetensors.of(NetworkState.untrained(shape, parameters), Map.of(ModelVersion.ENCODING, encoding))
                .toBytes();
    }
}
