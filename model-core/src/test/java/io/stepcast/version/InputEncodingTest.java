package io.stepcast.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.random.Seeds;
import io.stepcast.window.RandomSeries;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class InputEncodingTest {

    private static final WindowConfig WINDOW = new WindowConfig(2, 8, 3_600_000, 86_400_000).withSignature(4);

    @Test
    void whatIsWrittenIsReadBack() {
        InputEncoding encoding = InputEncoding.of(WINDOW, List.of("wind \"gusts\"", "Wärme\n"));

        assertThat(InputEncoding.fromJson(encoding.toJson())).isEqualTo(encoding);
        assertThat(encoding.windowConfig()).isEqualTo(WINDOW);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverShapesTheInputsIsReadBack(long seed) {
        WindowConfig config = RandomSeries.config(seed);
        List<String> names = IntStream.range(0, config.features())
                .mapToObj(f -> "feature " + f)
                .toList();

        InputEncoding read =
                InputEncoding.fromJson(InputEncoding.of(config, names).toJson());

        assertThat(read.windowConfig()).isEqualTo(config);
        assertThat(read.inputs()).isEqualTo(SeriesWindow.inputs(config));
        assertThat(read.window()).isEqualTo(config.length());
    }

    static LongStream seeds() {
        return Seeds.first(100);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        String json = InputEncoding.of(WINDOW, List.of("load", "wind")).toJson();
        assertThatThrownBy(() -> InputEncoding.fromJson(json + "{}")).hasMessageContaining("requires the end");
        assertThatThrownBy(() -> InputEncoding.fromJson(json.replace("\"UTC\"", "\"Mars\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an encoding's values must be within their range");
        assertThatThrownBy(() -> InputEncoding.fromJson(json.replace("\"maxGap\":3", "\"maxGap\":101")))
                .hasMessage("the steps of a gap that are filled must be 0 to 100, got 101");
        assertThatThrownBy(() -> InputEncoding.fromJson(json.replace("\"scaling\":\"running\",", "")))
                .hasMessage("an encoding requires scaling");
    }

    @Test
    void theJsonStaysAsItIs() {
        assertThat(InputEncoding.of(WINDOW, List.of("load", "wind")).toJson())
                .startsWith(
                        "{\"format\":1,\"window\":8,\"inputs\":22,\"features\":[\"load\",\"wind\"],"
                                + "\"stepMillis\":3600000,\"maxGap\":3,\"seasonMillis\":86400000,\"calendar\":[\"day-of-year\"],"
                                + "\"zone\":\"UTC\",\"scaling\":\"running\",\"signature\":4,\"layout\":\"row-major [window, inputs]");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | an encoding requires format",
                "{\"format\":2} | an encoding of format 1 is required, got format 2",
                "{\"format\":1,\"x\":1} | an encoding of format 1 has no key x",
                "{\"format\":1} | an encoding requires features",
                "[] | an encoding requires '{' at character 0, got '['"
            })
    void otherTextsAreRefused(String json, String message) {
        assertThatThrownBy(() -> InputEncoding.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void asManyNamesAsFeaturesAreRequired() {
        assertThatThrownBy(() -> InputEncoding.of(WINDOW, List.of("load")))
                .hasMessage(
                        "an encoding requires at least 1 input, and a window of 2 features requires as many names, got 22"
                                + " inputs and [load]");
    }
}
