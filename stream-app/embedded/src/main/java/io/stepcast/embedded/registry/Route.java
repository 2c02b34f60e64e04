package io.stepcast.embedded.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One call of the API.
 *
 * @param pattern the path's segments; {@code {name}} stands for any one segment
 * @param action gives the object to answer with, as JSON
 */
record Route(String method, List<String> pattern, Function<Call, Object> action) {

    static Route of(String method, String pattern, Function<Call, Object> action) {
        return new Route(method, segments(pattern), action);
    }

    /** The named segments, or nothing when the path is another one. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String wanted = pattern.get(i);
            if (wanted.startsWith("{")) {
                named.put(wanted.substring(1, wanted.length() - 1), path.get(i));
            } else if (!wanted.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(named);
    }

    /** A raw path's segments, still encoded; one slash at the end makes no difference. */
    static List<String> segments(String path) {
        String inner = path.substring(
                path.startsWith("/") ? 1 : 0, path.length() - (path.length() > 1 && path.endsWith("/") ? 1 : 0));
        return inner.isEmpty() ? List.of() : List.of(inner.split("/", -1));
    }
}
