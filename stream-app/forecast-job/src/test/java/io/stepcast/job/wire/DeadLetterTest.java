package io.stepcast.job.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {

    @Test
    void holdsTheOriginalAndWhereItCameFrom() {
        KafkaOutput output =
                letter(new byte[] {1, 2, 3}, "an array is required").toOutput();

        assertThat(output.key()).containsExactly(9);
        assertThat(output.value()).containsExactly(1, 2, 3);
        assertThat(headers(output))
                .containsOnly(
                        Map.entry("row", "17"),
                        Map.entry("stepcast.reason", "undecodable"),
                        Map.entry("stepcast.detail", "an array is required"),
                        Map.entry("stepcast.topic", "readings"),
                        Map.entry("stepcast.partition", "3"),
                        Map.entry("stepcast.offset", "42"),
                        Map.entry("stepcast.timestamp", "1700000000000"));
    }

    @Test
    void cutsADetailThatQuotesALongText() {
        KafkaOutput output = letter(new byte[5], "x".repeat(70_000)).toOutput();

        assertThat(headers(output).get("stepcast.detail")).hasSizeLessThan(1_010);
    }

    private static DeadLetter letter(byte[] value, String detail) {
        RawRecord source = new RawRecord(
                "readings", 3, 42, 1_700_000_000_000L, new byte[] {9}, value, List.of(Header.of("row", "17")));
        return new DeadLetter(source, DeadLetter.Reason.UNDECODABLE, detail);
    }

    private static Map<String, String> headers(KafkaOutput output) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : output.headers()) {
            byte[] value = header.value();
            headers.put(header.name(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
        }
        return headers;
    }
}
