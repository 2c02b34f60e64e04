package io.stepcast.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Flattens a YAML file to dotted keys. {@code kafka: {bootstrap.servers: x}}, {@code kafka: {bootstrap: {servers: x}}} and
 * {@code kafka.bootstrap.servers: x} are the same.
 */
final class YamlReader {

    /** No key of ours is nested this deep; anchors that contain themselves are. */
    private static final int DEEPEST = 16;

    private final EnvironmentReferences references;
    private final List<String> problems;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    YamlReader(EnvironmentReferences references, List<String> problems) {
        this.references = references;
        this.problems = problems;
    }

    /** The settings by key, in the order of the file. What can't be read is added to the problems. */
    Map<String, Setting> read(String yaml) {
        try {
            LoaderOptions options = new LoaderOptions();
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
            if (root instanceof MappingNode mapping) {
                flatten("", mapping, 1);
            } else if (root != null && !isNull(root)) {
                problems.add("the file must hold keys and values (kafka: …), got "
                        + (root instanceof SequenceNode ? "a list" : "one text"));
            }
        } catch (MarkedYAMLException e) {
            // Without the snippet that the exception's message quotes: it may hold a secret.
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add("line " + line + " is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add("the file is not YAML: " + e.getMessage());
        }
        return settings;
    }

    private void flatten(String prefix, MappingNode mapping, int depth) {
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            int line = keyNode.getStartMark().getLine() + 1;
            if (!(keyNode instanceof ScalarNode name)) {
                problems.add("line " + line + ": a key must be one text");
                continue;
            }
            String key = prefix + name.getValue();
            Node value = tuple.getValueNode();
            if (value instanceof MappingNode section) {
                if (depth >= DEEPEST) {
                    problems.add("'" + key + "' (line " + line + ") is nested too deep");
                } else {
                    flatten(key + ".", section, depth + 1);
                }
            } else {
                put(key, value, "line " + line);
            }
        }
    }

    private void put(String key, Node value, String origin) {
        if (isNull(value)) {
            problems.add("'" + key + "' (" + origin + ") has no value");
            // Known to be there, so that it is not reported as missing too.
            settings.putIfAbsent(key, Setting.nothing(key, origin));
            return;
        }
        List<String> items = new ArrayList<>();
        List<String> written = new ArrayList<>();
        boolean list = value instanceof SequenceNode;
        List<Node> nodes = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        for (Node node : nodes) {
            if (node instanceof MappingNode entry && key.equals(Options.ROUTES.key())) {
                written.add(flow(entry, text -> text));
                items.add(flow(entry, text -> references.resolve(key, origin, text)));
                continue;
            }
            if (!(node instanceof ScalarNode scalar) || isNull(node)) {
                problems.add("'" + key + "' (" + origin + ") must be a list of texts or numbers");
                continue;
            }
            written.add(scalar.getValue());
            items.add(references.resolve(key, origin, scalar.getValue()));
        }
        String shown = list ? written.toString() : "'" + written.get(0) + "'";
        Setting before = settings.putIfAbsent(key, new Setting(key, items, list, origin, shown));
        if (before != null) {
            problems.add("'" + key + "' (" + origin + ") is already set on " + before.origin());
        }
    }

    /** A mapping of texts in one line, as the type's reader takes it; anything else in it is left for that to refuse. */
    private static String flow(MappingNode mapping, UnaryOperator<String> value) {
        return mapping.getValue().stream()
                .map(tuple -> quoted(tuple.getKeyNode(), UnaryOperator.identity()) + ": "
                        + quoted(tuple.getValueNode(), value))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(Node node, UnaryOperator<String> value) {
        return node instanceof ScalarNode scalar && !isNull(node)
                ? "'" + value.apply(scalar.getValue()).replace("'", "''") + "'"
                : "[]";
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
