package io.stepcast.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The few REST calls of a registry that the codec makes, over HTTP on loopback; it answers with errors when told to. */
final class FakeRegistry implements AutoCloseable {

    static {
        // Else the JDK's server sends a body only after the header is acknowledged, 40 ms later.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer to give in place of the right one. */
    record Answer(int status, String body) {
        static Answer error(int status, int code, String message) {
            return new Answer(status, "{\"error_code\":%d,\"message\":\"%s\"}".formatted(code, message));
        }
    }

    private final String scheme;
    private final HttpServer server;
    private final Map<Integer, ObjectNode> byId = new HashMap<>();
    private final Map<String, Map<String, Integer>> idsBySubject = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<@Nullable String> authorisations = new ArrayList<>();
    private final Queue<Answer> next = new ArrayDeque<>();

    FakeRegistry() {
        this("http", bound(FakeRegistry::httpServer));
    }

    /** Over TLS, with a key of this context. */
    FakeRegistry(SSLContext keys) {
        this("https", bound(() -> httpsServer(keys)));
    }

    private FakeRegistry(String scheme, HttpServer server) {
        this.scheme = scheme;
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer httpServer() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private static HttpServer httpsServer(SSLContext keys) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys));
        return server;
    }

    private static HttpServer bound(Callable<HttpServer> server) {
        try {
            return server.call();
        } catch (Exception e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Settings that register and don't retry. */
    RegistrySettings settings() {
        return settings(true, Duration.ZERO);
    }

    RegistrySettings settings(boolean register, Duration retryFor) {
        return new RegistrySettings(List.of(url()), register, retryFor, Map.of());
    }

    /** Puts a schema there, of any subject. */
    synchronized int add(Schema schema) {
        return add("AVRO", schema.toString());
    }

    synchronized int add(String type, String schema) {
        ObjectNode entry = JSON.createObjectNode().put("schema", schema);
        if (!type.equals("AVRO")) {
            entry.put("schemaType", type);
        }
        byId.put(byId.size() + 1, entry);
        return byId.size();
    }

    synchronized int register(String subject, String schema) {
        return idsBySubject
                .computeIfAbsent(subject, any -> new HashMap<>())
                .computeIfAbsent(schema, text -> add("AVRO", text));
    }

    /** Answers the next requests with these, then rightly again. */
    synchronized void answerNext(Answer... answers) {
        next.addAll(List.of(answers));
    }

    /** All requests so far, as method and path. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized List<@Nullable String> authorisations() {
        return new ArrayList<>(authorisations);
    }

    synchronized String schemaText(int id) {
        return Objects.requireNonNull(byId.get(id)).get("schema").asText();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        authorisations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        Answer forced = next.poll();
        Answer answer = forced != null ? forced : answer(path.substring(1).split("/"), body);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer answer(String[] path, JsonNode body) {
        if (path[0].equals("schemas")) {
            ObjectNode schema = byId.get(Integer.parseInt(path[2]));
            return schema == null ? Answer.error(404, 40403, "Schema not found") : new Answer(200, schema.toString());
        }
        String subject = path[1];
        String schema = body.get("schema").asText();
        if (path.length == 3) {
            return new Answer(200, "{\"id\":%d}".formatted(register(subject, schema)));
        }
        Map<String, Integer> ids = idsBySubject.get(subject);
        if (ids == null) {
            return Answer.error(404, 40401, "Subject not found");
        }
        Integer id = ids.get(schema);
        return id == null
                ? Answer.error(404, 40403, "Schema not found")
                : new Answer(
                        200, "{\"subject\":\"%s\",\"version\":1,\"id\":%d,\"schema\":\"{}\"}".formatted(subject, id));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
