package io.stepcast.job.operator;

import com.sun.net.httpserver.HttpServer;
import io.stepcast.codec.RegistrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A registry that takes every schema and calls it 1. */
final class AnyRegistry implements AutoCloseable {

    private final HttpServer server;

    AnyRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            byte[] answer = "{\"id\": 1}".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    RegistrySettings settings() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new RegistrySettings(List.of(url), true, Duration.ofSeconds(1), Map.of());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
