package io.stepcast.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.stepcast.embedded.registry.Messages.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns HTTP requests into calls and what comes of them into JSON; every refusal has a body with a code and a sentence. */
public final class RegistryHandler implements HttpHandler {

    static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    static final int BODY_LIMIT_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RegistryHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A client that sends too much reads no answer before it has sent all; more than this is not waited for. */
    private static final long DRAIN_LIMIT_BYTES = 16L << 20;

    private final List<Route> routes;

    public RegistryHandler(Registry registry) {
        this.routes = new RegistryRoutes(registry).all();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            byte[] body;
            try {
                body = JSON.writeValueAsBytes(answer(exchange));
            } catch (RegistryException e) {
                status = e.httpStatus();
                body = failure(e.code(), e.sentence());
                if (status >= 500) {
                    LOG.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                }
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                status = 500;
                body = failure(500, "The registry failed: " + e + ".");
            }
            send(exchange, status, body);
        }
    }

    private Object answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        List<String> segments =
                Route.segments(path).stream().map(RegistryHandler::decodePath).toList();
        byte[] body = readBody(exchange);
        for (Route route : routes) {
            Optional<Map<String, String>> named = route.match(segments);
            if (named.isPresent() && route.method().equals(method)) {
                requireJson(exchange, body);
                return route.action().apply(new Call(named.get(), query(exchange), body));
            }
        }
        String allowed = routes.stream()
                .filter(route -> route.match(segments).isPresent())
                .map(Route::method)
                .sorted()
                .collect(Collectors.joining(", "));
        if (allowed.isEmpty()) {
            throw Errors.noSuchPath(path);
        }
        exchange.getResponseHeaders().set("Allow", allowed);
        throw Errors.methodNotAllowed(method, path, allowed);
    }

    private static byte[] readBody(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(BODY_LIMIT_BYTES + 1);
        if (body.length <= BODY_LIMIT_BYTES) {
            return body;
        }
        // Not skip(): the JDK's stream would skip beyond the body and wait for ever.
        byte[] buffer = new byte[1 << 16];
        long drained = 0;
        for (int read = 0; read >= 0 && drained < DRAIN_LIMIT_BYTES; read = in.read(buffer)) {
            drained += read;
        }
        exchange.getResponseHeaders().set("Connection", "close");
        throw Errors.bodyTooLarge(BODY_LIMIT_BYTES);
    }

    /** A web page can't send these types to another site without asking; what it can send is refused. */
    private static void requireJson(HttpExchange exchange, byte[] body) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean json = bare.equals("application/json")
                || bare.equals("application/octet-stream")
                || (bare.startsWith("application/vnd.schemaregistry") && bare.endsWith("json"));
        if (body.length > 0 && !json) {
            throw Errors.contentType(type);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
        }
        return query;
    }

    /** In a path, unlike in a query, a plus sign is a plus sign. */
    private static String decodePath(String segment) {
        return decode(segment.replace("+", "%2B"));
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Errors.badRequest("The address has a wrong percent sign: " + encoded + ".");
        }
    }

    private static byte[] failure(int code, String sentence) throws JsonProcessingException {
        return JSON.writeValueAsBytes(new Failure(code, sentence));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Type", answerType(exchange.getRequestHeaders().getFirst("Accept")));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static String answerType(@Nullable String accepted) {
        return accepted != null && accepted.contains("application/json") && !accepted.contains("schemaregistry")
                ? "application/json"
                : CONTENT_TYPE;
    }
}
