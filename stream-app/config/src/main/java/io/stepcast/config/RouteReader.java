package io.stepcast.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code model.routes}: a list of {@code {series: PATTERN, id: MODEL}}, from the file or from one text in YAML. */
final class RouteReader {

    /** What a model may be called; the job makes its keys from it. */
    static final String ID = "[A-Za-z0-9._-]{1,100}";

    private static final Pattern ID_PATTERN = Pattern.compile(ID);
    private static final Set<String> KEYS = Set.of("series", "id");
    private static final int MOST_ROUTES = 10_000;

    private RouteReader() {}

    static List<ModelRoute> read(Setting setting) {
        List<?> entries = setting.list() ? setting.items() : requireList(parse(setting.text()));
        if (entries.isEmpty() || entries.size() > MOST_ROUTES) {
            throw new IllegalArgumentException("number of routes");
        }
        List<ModelRoute> routes = new ArrayList<>(entries.size());
        Set<String> patterns = new HashSet<>();
        for (Object entry : entries) {
            ModelRoute route = route(entry instanceof String text ? parse(text) : entry);
            if (!patterns.add(route.series())) {
                throw new IllegalArgumentException("the same pattern twice: only the first would count");
            }
            routes.add(route);
        }
        return List.copyOf(routes);
    }

    private static ModelRoute route(@Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> map) || !map.keySet().equals(KEYS)) {
            throw new IllegalArgumentException("keys");
        }
        String series = text(map.get("series"));
        String id = text(map.get("id"));
        if (series.isBlank() || !ID_PATTERN.matcher(id).matches()) {
            throw new IllegalArgumentException("values");
        }
        return new ModelRoute(series, id);
    }

    /** From {@code --set} a name may look like a number. */
    private static String text(@Nullable Object value) {
        if (value instanceof String || value instanceof Number) {
            return value.toString();
        }
        throw new IllegalArgumentException("text");
    }

    private static List<?> requireList(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("no list");
    }

    private static @Nullable Object parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("no YAML", e);
        }
    }
}
