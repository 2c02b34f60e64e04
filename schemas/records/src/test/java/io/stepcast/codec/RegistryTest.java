package io.stepcast.codec;

import static io.stepcast.codec.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.codec.FakeRegistry.Answer;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {

    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final Answer DOWN = Answer.error(503, 50302, "starting");

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeWaiting waiting = new FakeWaiting();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aSchemaIsAskedForOncePerDecoder() throws Exception {
        byte[] payload = readingPayload();
        int before = registry.requests().size();
        try (AvroDecoder<Reading> decoder = AvroDecoder.specific(registry.settings(), Reading.class)) {
            for (int i = 0; i < 1000; i++) {
                decoder.decode(payload);
            }
        }
        assertThat(registry.requests()).hasSize(before + 1);
    }

    @Test
    void anEncoderAsksOnce() {
        readingPayload();
        assertThat(registry.requests()).containsExactly("POST /subjects/demo-value/versions");
    }

    @Test
    void whatIsRegisteredIsTheSchemaAsItsFileHasIt() {
        readingPayload();
        assertThat(registry.schemaText(1)).doesNotContain("avro.java.string").contains("Key of the series");
    }

    @Test
    void anUnknownIdIsRememberedForAWhile() {
        try (AvroDecoder<Reading> decoder = AvroDecoder.specific(registry.settings(), Reading.class)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> decoder.decode(payload(7))).isInstanceOf(BadPayloadException.class);
            }
        }
        assertThat(registry.requests()).containsExactly("GET /schemas/ids/7");
    }

    @Test
    void aRegistryThatComesBackIsAskedAgainWithLongerAndLongerWaits() throws Exception {
        byte[] payload = readingPayload();
        registry.answerNext(DOWN, DOWN, new Answer(500, ""), new Answer(200, "not JSON"));
        try (AvroDecoder<Reading> decoder = decoder(registry.settings(true, FIVE_SECONDS))) {
            assertThat(decoder.decode(payload)).isEqualTo(Samples.reading());
        }
        assertThat(waiting.sleeps())
                .containsExactly(
                        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
    }

    @Test
    void aRegistryThatStaysDownIsUnavailableAfterTheSetTime() {
        RegistrySettings settings = registry.settings(true, FIVE_SECONDS);
        registry.close();
        try (AvroDecoder<Reading> decoder = decoder(settings)) {
            assertThatThrownBy(() -> decoder.decode(payload(1)))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("the registry at " + registry.url() + " gave no usable answer")
                    .hasMessageContaining("for the schema of id 1; attempts: 7 in 5000 ms")
                    .hasCauseInstanceOf(ConnectException.class);
        }
        assertThat(waiting.sleeps().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(FIVE_SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 408, 429, 500, 503})
    void anyOtherStatusIsUnavailableWhenDecoding(int status) {
        registry.answerNext(Answer.error(status, status, "no"));
        try (AvroDecoder<Reading> decoder = decoder(registry.settings())) {
            assertThatThrownBy(() -> decoder.decode(payload(1)))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("HTTP status " + status);
        }
    }

    @Test
    void theDecoderGoesOnOnceTheRegistryIsBack() throws Exception {
        byte[] payload = readingPayload();
        registry.answerNext(DOWN);
        try (AvroDecoder<Reading> decoder = decoder(registry.settings())) {
            assertThatThrownBy(() -> decoder.decode(payload)).isInstanceOf(RegistryUnavailableException.class);
            assertThat(decoder.decode(payload)).isEqualTo(Samples.reading());
        }
    }

    @Test
    void theNextUrlIsAskedWhenOneIsDown() throws Exception {
        byte[] payload = readingPayload();
        try (FakeRegistry sick = new FakeRegistry()) {
            sick.answerNext(DOWN, DOWN, DOWN, DOWN);
            RegistrySettings both =
                    new RegistrySettings(List.of(sick.url(), registry.url()), true, FIVE_SECONDS, Map.of());
            try (AvroDecoder<Reading> decoder = decoder(both)) {
                assertThat(decoder.decode(payload)).isEqualTo(Samples.reading());
            }
            assertThat(sick.requests().size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void anInterruptEndsTheWaitingAndStaysSet() {
        registry.answerNext(DOWN);
        try (AvroDecoder<Reading> decoder = decoder(registry.settings(true, FIVE_SECONDS))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> decoder.decode(payload(1)))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void registrationIsRetriedToo() {
        registry.answerNext(DOWN, DOWN);
        try (AvroEncoder<Reading> encoder = encoder(registry.settings(true, FIVE_SECONDS))) {
            assertThat(encoder.encode(Samples.reading())).startsWith(0, 0, 0, 0, 1);
        }
        assertThat(waiting.sleeps()).hasSize(2);
    }

    @Test
    void registrationWithARegistryThatStaysDownIsUnavailable() {
        registry.answerNext(DOWN);
        assertThatThrownBy(() -> encoder(registry.settings()))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("to register io.stepcast.schema.Reading under demo-value");
    }

    @Test
    void incompatibleSchemaIsRefusedAtOnce() {
        assertThatRefused(
                Answer.error(409, 409, "field quality has no default"),
                "holds schemas under subject demo-value that io.stepcast.schema.Reading is not compatible with:"
                        + " field quality has no default");
    }

    @Test
    void invalidSchemaIsRefusedAtOnce() {
        assertThatRefused(
                Answer.error(422, 42201, "Invalid schema"),
                "refuses the schema io.stepcast.schema.Reading under subject demo-value: Invalid schema");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void wrongCredentialsAreRefusedAtOnce(int status) {
        assertThatRefused(
                Answer.error(status, status * 100 + 1, "who are you?"),
                "refuses these credentials for subject demo-value");
    }

    private void assertThatRefused(Answer answer, String message) {
        registry.answerNext(answer);
        assertThatThrownBy(() -> encoder(registry.settings(true, FIVE_SECONDS)))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining(message);
        assertThat(waiting.sleeps()).isEmpty();
    }

    @Test
    void aRequiredSchemaThatIsMissingIsRefused() {
        assertThatThrownBy(() -> encoder(registry.settings(false, FIVE_SECONDS)))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining(
                        "is required to have exactly the schema io.stepcast.schema.Reading under subject demo-value");
        registry.register("demo-value", "{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}");
        assertThatThrownBy(() -> encoder(registry.settings(false, FIVE_SECONDS)))
                .isInstanceOf(SchemaRefusedException.class);
        assertThat(registry.requests()).containsOnly("POST /subjects/demo-value");
        assertThat(waiting.sleeps()).isEmpty();
    }

    @Test
    void aRequiredSchemaThatIsThereIsUsed() throws Exception {
        registry.add(Prediction.getClassSchema());
        registry.register(
                "demo-value", JavaStrings.without(Reading.getClassSchema()).toString());
        try (AvroEncoder<Reading> encoder = encoder(registry.settings(false, FIVE_SECONDS));
                AvroDecoder<Reading> decoder = decoder(registry.settings())) {
            byte[] payload = encoder.encode(Samples.reading());
            assertThat(payload).startsWith(0, 0, 0, 0, 2);
            assertThat(decoder.decode(payload)).isEqualTo(Samples.reading());
        }
    }

    @Test
    void propertiesReachTheClient() {
        RegistrySettings settings = new RegistrySettings(
                List.of(registry.url()),
                true,
                Duration.ZERO,
                Map.of(
                        "basic.auth.credentials.source", "USER_INFO",
                        "basic.auth.user.info", "me:secret",
                        "missing.id.cache.ttl.sec", "0",
                        "http.read.timeout.ms", "2000"));
        try (AvroDecoder<Reading> decoder = decoder(settings)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> decoder.decode(payload(7))).isInstanceOf(BadPayloadException.class);
            }
        }
        String basic = "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(registry.authorisations()).containsExactly(basic, basic);
    }

    private byte[] readingPayload() {
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(registry.settings(), "demo", Reading.class)) {
            return encoder.encode(Samples.reading());
        }
    }

    private AvroDecoder<Reading> decoder(RegistrySettings settings) {
        return AvroDecoder.specific(Registry.over(settings, waiting), Reading.class);
    }

    private AvroEncoder<Reading> encoder(RegistrySettings settings) {
        return AvroEncoder.forTopic(Registry.over(settings, waiting), "demo", Reading.class);
    }
}
