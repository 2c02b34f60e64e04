package io.stepcast.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.schema.Reading;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String PASSWORD = "changeit";
    private static final String CHECK = "schema.registry.ssl.endpoint.identification.algorithm";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aTrustedCertificateForTheHostIsAccepted() throws Exception {
        Path store = keyStore("ip:127.0.0.1");
        try (FakeRegistry registry = new FakeRegistry(context(store));
                AvroEncoder<Reading> encoder = encoder(registry, store, Map.of())) {
            assertThat(encoder.encode(Samples.reading())).startsWith(0, 0, 0, 0, 1);
        }
    }

    @Test
    void aTrustedCertificateForAnotherHostIsRefusedUnlessAskedNotTo() throws Exception {
        Path store = keyStore("dns:elsewhere.example");
        try (FakeRegistry registry = new FakeRegistry(context(store))) {
            assertThatThrownBy(() -> encoder(registry, store, Map.of()))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasCauseInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("127.0.0.1");
            try (AvroEncoder<Reading> encoder = encoder(registry, store, Map.of(CHECK, "none"))) {
                assertThat(encoder.encode(Samples.reading())).startsWith(0, 0, 0, 0, 1);
            }
        }
    }

    private static AvroEncoder<Reading> encoder(FakeRegistry registry, Path store, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("schema.registry.ssl.truststore.location", store.toString());
        properties.put("schema.registry.ssl.truststore.password", PASSWORD);
        properties.put("schema.registry.ssl.truststore.type", "PKCS12");
        return AvroEncoder.forTopic(
                new RegistrySettings(List.of(registry.url()), true, Duration.ZERO, properties), "demo", Reading.class);
    }

    /** A store with a key and its own certificate for one host, made by the JDK's keytool. */
    private Path keyStore(String host) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
