package io.stepcast.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Tells the keys that Stepcast doesn't know, and which known one was probably meant. */
final class KeyCheck {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private KeyCheck() {}

    static void check(Map<String, Setting> settings, List<String> problems) {
        for (Setting setting : settings.values()) {
            if (!isKnown(setting.key()) && !isClientProperty(setting.key())) {
                problems.add(problem(setting));
            }
        }
    }

    /** Any property of a Kafka client; of the registry's client those with a dot, which no key of ours has. */
    static boolean isClientProperty(String key) {
        return (key.startsWith("kafka.") && key.length() > "kafka.".length())
                || (key.startsWith("registry.") && key.indexOf('.', "registry.".length()) > 0);
    }

    static boolean isKnown(String key) {
        return Options.ALL.stream().anyMatch(option -> option.key().equals(key));
    }

    private static String problem(Setting setting) {
        String key = setting.key();
        if (sections().contains(key)) {
            return setting.place() + " must be a section with keys below it, got " + setting.shown();
        }
        return "unknown key " + setting.place() + ": " + hint(key);
    }

    private static String hint(String key) {
        String section = section(key);
        Optional<String> nearest = Options.ALL.stream()
                .map(Option::key)
                .min(Comparator.comparingInt(known -> distance(key, known)))
                .filter(known -> distance(key, known) <= Math.max(2, name(key).length() / 2));
        if (nearest.isPresent()) {
            String known = nearest.get();
            return "did you mean '" + (section(known).equals(section) ? name(known) : known) + "'?";
        }
        if (sections().contains(section)) {
            return "'" + section + "' knows "
                    + Options.ALL.stream()
                            .map(Option::key)
                            .filter(known -> section(known).equals(section))
                            .map(KeyCheck::name)
                            .collect(Collectors.joining(", "));
        }
        return "the sections are " + String.join(", ", sections());
    }

    /** Edits between the whole keys, or between the last parts alone when a key stands in the wrong section. */
    private static int distance(String key, String known) {
        int whole = DISTANCE.apply(key, known);
        int elsewhere = name(key).equals(name(known)) ? 1 : Integer.MAX_VALUE;
        return Math.min(whole, elsewhere);
    }

    private static SortedSet<String> sections() {
        return Options.ALL.stream().map(option -> section(option.key())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? "" : key.substring(0, dot);
    }

    private static String name(String key) {
        return key.substring(key.indexOf('.') + 1);
    }
}
