package io.stepcast.job.decode;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stepcast.codec.RegistrySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry that knows some schemas, whose ids count from 1, and no others. */
final class SchemasOverHttp implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Schema> schemas;

    SchemasOverHttp(List<Schema> schemas) throws IOException {
        this.schemas = List.copyOf(schemas);
        // Else the JDK's server sends a body only after the header is acknowledged, 40 ms later.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/schemas/ids/", this::answer);
        server.start();
    }

    RegistrySettings settings() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new RegistrySettings(List.of(url), false, Duration.ofSeconds(1), Map.of());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        boolean known = id >= 1 && id <= schemas.size();
        byte[] body = (known
                        ? JSON.createObjectNode()
                                .put("schema", schemas.get(id - 1).toString())
                                .toString()
                        : "{\"error_code\": 40403, \"message\": \"Schema not found\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
