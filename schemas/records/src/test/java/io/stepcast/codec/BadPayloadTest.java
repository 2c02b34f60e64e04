package io.stepcast.codec;

import static io.stepcast.codec.Samples.parse;
import static io.stepcast.codec.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.codec.FakeRegistry.Answer;
import io.stepcast.schema.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadPayloadTest {

    /** 2,000,000,000 as Avro writes a long. */
    static final byte[] TWO_BILLION = {(byte) 0x80, (byte) 0xd0, (byte) 0xac, (byte) 0xf3, (byte) 0x0e};

    private final FakeRegistry registry = new FakeRegistry();
    private final AvroDecoder<GenericRecord> generic = AvroDecoder.generic(registry.settings());
    private final AvroDecoder<Reading> specific = AvroDecoder.specific(registry.settings(), Reading.class);

    @AfterEach
    void stop() {
        generic.close();
        specific.close();
        registry.close();
    }

    @Test
    void nullIsBad() {
        assertThatBad(null, "a payload is required, got null");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shorterThanTheHeaderIsBad(int length) {
        assertThatBad(new byte[length], "at least 5 bytes is required, 0 and a schema id, got " + length);
    }

    @Test
    void otherFirstByteIsBadAndAsksNothing() {
        assertThatBad("{\"series\":\"a\"}".getBytes(StandardCharsets.UTF_8), "got 0x7b");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void unknownIdIsBad() {
        assertThatBad(payload(77, (byte) 0), "schema id 77 is unknown to the registry");
    }

    @Test
    void negativeIdIsBadAndAsksNothing() {
        assertThatBad(payload(-2, (byte) 0), "a schema id of 0 or more is required, got -2");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void schemaThatIsNotARecordIsBad() {
        int id = registry.add("AVRO", "\"string\"");
        assertThatBad(payload(id, (byte) 0), "schema id 1: an Avro record is required, got string");
    }

    @Test
    void schemaThatIsNotAvroIsBadAndIsAskedForOnce() {
        int id = registry.add("PROTOBUF", "syntax = \"proto3\";");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> generic.decode(payload(id, (byte) 0)))
                    .isInstanceOf(BadPayloadException.class)
                    .hasMessageContaining("an Avro schema is required, got one of type PROTOBUF");
        }
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void schemaThatAvroRefusesIsBad() {
        int id = registry.add("AVRO", "{\"type\":\"record\",\"name\":\"A\"}");
        assertThatBad(payload(id, (byte) 0), "a valid Avro schema is required");
    }

    @Test
    void cutShortIsBadAtEveryLength() throws Exception {
        byte[] whole = readingPayload();
        for (int length = 5; length < whole.length; length++) {
            assertThatBad(Arrays.copyOf(whole, length), "are not a record of it");
        }
        assertThat(specific.decode(whole)).isEqualTo(Samples.reading());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100_000})
    void trailingBytesAreBad(int extra) throws Exception {
        byte[] whole = readingPayload();
        assertThatBad(
                Arrays.copyOf(whole, whole.length + extra),
                "%d of the payload's %d bytes follow after the record".formatted(extra, whole.length + extra));
    }

    @Test
    void recordOfAnotherTypeIsBadForAGeneratedClass() throws Exception {
        int id = registry.add(parse("{'type':'record','name':'Other','fields':[{'name':'a','type':'int'}]}"));
        assertThat(generic.decode(payload(id, (byte) 2)).get("a")).isEqualTo(1);
        assertThatThrownBy(() -> specific.decode(payload(id, (byte) 2)))
                .isInstanceOf(BadPayloadException.class)
                .hasMessageContaining("Other")
                .hasMessageContaining("io.stepcast.schema.Reading");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'string'",
                "'bytes'",
                "{'type':'array','items':'double'}",
                "{'type':'array','items':['null','double']}",
                "{'type':'array','items':'null'}",
                "{'type':'array','items':{'type':'record','name':'Empty','fields':[]}}",
                "{'type':'map','values':'long'}",
                "{'type':'map','values':'null'}"
            })
    void claimOfTwoBillionIsBad(String type) {
        int id =
                registry.add(parse("{'type':'record','name':'Big','fields':[{'name':'a','type':%s}]}".formatted(type)));
        for (int padding : new int[] {0, 3, 10_000}) {
            assertThatThrownBy(() -> generic.decode(payload(id, Arrays.copyOf(TWO_BILLION, 5 + padding))))
                    .isInstanceOf(BadPayloadException.class)
                    .hasMessageContaining("are not a record of it");
        }
    }

    @Test
    void claimAboveTheLimitIsBadEvenWhenTheBytesAreThere() {
        int id = registry.add(parse("{'type':'record','name':'Text','fields':[{'name':'a','type':'string'}]}"));
        byte[] claim = {(byte) 0x82, (byte) 0x80, (byte) 0x08}; // 65,537
        assertThatThrownBy(() -> generic.decode(payload(id, Arrays.copyOf(claim, 3 + 65_537))))
                .isInstanceOf(BadPayloadException.class)
                .hasMessageContaining("String length 65537 exceeds maximum allowed");
    }

    @Test
    void nestingWithoutEndIsBad() throws Exception {
        int id = registry.add(
                parse("{'type':'record','name':'Node','fields':[{'name':'next','type':['null','Node']}]}"));
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 2);
        deep[deep.length - 1] = 0;
        assertThatThrownBy(() -> generic.decode(payload(id, deep)))
                .isInstanceOf(BadPayloadException.class)
                .hasMessageContaining("nested too deeply");
        assertThat(generic.decode(payload(id, (byte) 2, (byte) 0)).get("next")).isNotNull();
    }

    @Test
    void decoderGoesOnAfterABadPayload() throws Exception {
        byte[] whole = readingPayload();
        assertThatBad(Arrays.copyOf(whole, 12), "are not a record of it");
        assertThat(specific.decode(whole)).isEqualTo(Samples.reading());
    }

    @Test
    void notFoundFromSomethingThatIsNotARegistryIsNotABadPayload() {
        registry.answerNext(new Answer(404, "<html>no such page</html>"));
        assertThatThrownBy(() -> generic.decode(payload(1, (byte) 0)))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("HTTP status 404");
    }

    private byte[] readingPayload() {
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(registry.settings(), "demo", Reading.class)) {
            return encoder.encode(Samples.reading());
        }
    }

    private void assertThatBad(byte @Nullable [] payload, String reason) {
        assertThatThrownBy(() -> generic.decode(payload))
                .isInstanceOf(BadPayloadException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> specific.decode(payload))
                .isInstanceOf(BadPayloadException.class)
                .hasMessageContaining(reason);
    }
}
