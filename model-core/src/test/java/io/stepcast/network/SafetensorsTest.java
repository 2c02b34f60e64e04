package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put(
                "matrix", new Safetensors.Tensor(List.of(2, 3), new float[] {1, -2, Float.MIN_VALUE, 4, 5, Float.NaN}));
        tensors.put("quote \" and ü\n", new Safetensors.Tensor(List.of(), new float[] {7}));
        tensors.put("empty", new Safetensors.Tensor(List.of(0, 4), new float[0]));
        Map<String, String> metadata = Map.of("format", "pt", "note", "tab\tand \\");

        byte[] bytes = new Safetensors(tensors, metadata).toBytes();
        Safetensors read = Safetensors.fromBytes(bytes);

        assertThat(read.metadata()).isEqualTo(metadata);
        assertThat(read.tensors()).containsOnlyKeys(tensors.keySet());
        tensors.forEach((name, tensor) -> {
            Safetensors.Tensor other = Objects.requireNonNull(read.tensors().get(name));
            assertThat(other.shape()).isEqualTo(tensor.shape());
            assertThat(other.values()).isEqualTo(tensor.values());
        });
        long headerLength =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(headerLength % 8).isZero();
        assertThat(bytes).hasSize(8 + (int) headerLength + 7 * 4);
    }

    @Test
    void aNetworksParametersKeepTheirNamesShapesAndNumbers() {
        NetworkShape shape = RecurrentShape.lstm(5, 3, 4, 2);
        NetworkState state = new Sample(1).state(shape);

        Safetensors file = Safetensors.fromBytes(Safetensors.of(state, Map.of()).toBytes());

        assertThat(file.tensors().keySet())
                .containsExactly(
                        "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "head.weight", "head.bias");
        assertThat(file.tensors().values().stream().map(Safetensors.Tensor::shape))
                .containsExactly(List.of(16, 3), List.of(16, 4), List.of(16), List.of(16), List.of(2, 4), List.of(2));
        assertThat(file.parameters(shape)).isEqualTo(state.parameters());
    }

    @Test
    void theSecondBiasIsAddedToTheFirst() {
        NetworkShape shape = RecurrentShape.lstm(5, 1, 1, 1);
        float[] parameters = new float[shape.parameters()];
        ParameterLayout layout = new ParameterLayout(shape);
        parameters[layout.block("bias_ih_l0").offset()] = 0.25f;
        parameters[layout.block("bias_hh_l0").offset()] = 0.5f;

        float[] read = Safetensors.of(NetworkState.untrained(shape, parameters), Map.of())
                .parameters(shape);

        assertThat(read[layout.block("bias_ih_l0").offset()]).isEqualTo(0.75f);
        assertThat(read[layout.block("bias_hh_l0").offset()]).isZero();
    }

    @Test
    void anotherNetworksTensorsAreRefused() {
        Safetensors file = Safetensors.of(new Sample(1).state(RecurrentShape.lstm(5, 3, 4, 2)), Map.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.parameters(RecurrentShape.lstm(5, 2, 4, 2)))
                .withMessageContaining("weight_ih_l0")
                .withMessageContaining("must have the shape [16, 2], got [16, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors(Map.of(), Map.of()).parameters(RecurrentShape.lstm(5, 3, 4, 2)))
                .withMessageContaining("requires the tensors [weight_ih_l0, ");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}            | requires '}' at character
            {"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}           | must have the dtype F32, got F16
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}           | of shape [2] must have 8 bytes, got data_offsets [0, 4]
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}           | must begin at byte 0 of the data, got 4
            {"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}           | take 0 bytes of data, got 4
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}           | requires two ascending data_offsets, got [4, 0]
            {"a":{"dtype":"F32","shape":[1]}}                                | requires dtype, shape and data_offsets, got [dtype, shape]
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":"y"}}   | may have only dtype, shape and data_offsets, got x
            {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}          | requires an integer of at most 18 digits
            {"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}          | requires an integer of at most 18 digits
            {"a":{"dtype":"F32","shape":[99999999999,9],"data_offsets":[0,4]}} | is too big: shape
            {"a":{"dtype":"F32","dtype":"F32","shape":[1]}}                  | requires a new key, not "dtype" again
            {"__metadata__":{"a":1}}                                         | requires '"'
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x         | requires the end at
            [1]                                                              | requires '{' at character 0, got '['
            {"\\q":1}                                                        | requires a JSON escape
            {"open                                                           | requires the end of a string
            """)
    void aMalformedHeaderIsRefusedWithItsReason(String header, String reason) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(8 + text.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.fromBytes(file))
                .withMessageContaining(reason);
    }

    @Test
    void everyTruncationOfAFileIsRefused() {
        byte[] whole = Safetensors.of(new Sample(1).state(RecurrentShape.lstm(1, 1, 1, 1)), Map.of("a", "b"))
                .toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().isThrownBy(() -> Safetensors.fromBytes(part));
        }
    }
}
