package io.stepcast.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

    @Test
    void secretsAreNotShown() {
        RegistrySettings settings =
                settings("http://me:hunter2@registry:8081", Map.of("basic.auth.user.info", "me:hunter2"));
        assertThat(settings.toString())
                .contains("http://registry:8081", "basic.auth.user.info")
                .doesNotContain("hunter2");
        assertThat(settings.shownUrls()).isEqualTo("http://registry:8081");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "registry:8081", "ftp://registry", "http:", "http://a b"})
    void onlyHttpUrlsAreTaken(String url) {
        assertThatThrownBy(() -> settings(url, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a registry URL like http://host:8081 is required, got " + url);
    }

    @Test
    void aUrlAndATimeOfZeroOrMoreAreRequired() {
        assertThatThrownBy(() -> new RegistrySettings(List.of(), true, Duration.ZERO, Map.of()))
                .hasMessage("at least 1 registry URL is required, got none");
        assertThatThrownBy(() -> new RegistrySettings(List.of("http://a"), true, Duration.ofSeconds(-1), Map.of()))
                .hasMessage("retryFor must be 0 or longer, got PT-1S");
    }

    @Test
    void propertiesThatTheClientCannotUseAreNamed() {
        assertThatThrownBy(() -> AvroDecoder.generic(settings("http://a", Map.of("missing.id.cache.ttl.sec", "soon"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the registry's property missing.id.cache.ttl.sec must be a whole number, got soon");
        assertThatThrownBy(() -> AvroDecoder.generic(settings(
                        "http://a",
                        Map.of(
                                "basic.auth.credentials.source",
                                "URL",
                                "bearer.auth.credentials.source",
                                "STATIC_TOKEN"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the registry's properties can't be used: ")
                .hasMessageContaining("Only one of");
        assertThatThrownBy(() -> AvroDecoder.generic(
                        settings("https://a", Map.of("schema.registry.ssl.truststore.location", "/no/such/file"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void settingsTravelWithAJob() throws Exception {
        RegistrySettings settings = settings("http://a", Map.of("basic.auth.user.info", "me:hunter2"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(settings);
        }
    }

    private static RegistrySettings settings(String url, Map<String, String> properties) {
        return new RegistrySettings(List.of(url), true, Duration.ZERO, properties);
    }
}
