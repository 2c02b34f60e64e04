package io.stepcast.config;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a value may be.
 *
 * @param requirement what is required, to follow "must be"
 * @param lists whether the value may be written as a list
 * @param reader from text, or from a list's items; throws {@link IllegalArgumentException} when the requirement is not met
 */
record ValueType<T>(String requirement, boolean lists, Function<Setting, T> reader) {

    static ValueType<String> text(String requirement, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return checked(requirement, text -> text, text -> compiled.matcher(text).matches());
    }

    static ValueType<String> text() {
        return checked("a text that is not blank", text -> text, text -> !text.isBlank());
    }

    static ValueType<Integer> wholeNumber(int least, int most) {
        String requirement = most == Integer.MAX_VALUE
                ? "a whole number of at least " + least
                : "a whole number from " + least + " to " + most;
        return checked(requirement, Integer::valueOf, value -> value >= least && value <= most);
    }

    static ValueType<Long> anyWholeNumber() {
        return checked("a whole number", Long::valueOf, value -> true);
    }

    static ValueType<Double> number(String requirement, Predicate<Double> check) {
        return checked(requirement, Double::valueOf, check);
    }

    /** One number, or several that differ from one another, as a list or with commas between them. */
    static ValueType<List<Double>> numbers(String each, int most, Predicate<Double> check) {
        return new ValueType<>("one or a list of at most " + most + " different " + each, true, setting -> {
            List<Double> numbers = (setting.list() ? setting.items() : split(setting.text()))
                    .stream().map(Double::valueOf).toList();
            require(!numbers.isEmpty() && numbers.size() <= most, "number");
            require(numbers.stream().allMatch(check), "range");
            require(numbers.stream().distinct().count() == numbers.size(), "twice");
            return numbers;
        });
    }

    static ValueType<Boolean> flag() {
        return checked("true or false", text -> text.equals("true"), "true", "false");
    }

    static ValueType<Duration> duration(Duration least) {
        return checked(
                "a duration of at least " + Durations.format(least) + " (20 ms, 5 s, 10 min, 1 h, 7 d)",
                Durations::parse,
                value -> value.compareTo(least) >= 0);
    }

    static ValueType<Integer> size(int most) {
        return checked(
                "a size of at most " + Sizes.format(most) + " (100 B, 64 KiB, 1 MiB)",
                Sizes::parse,
                value -> value <= most);
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(ValueType::name).collect(Collectors.toList());
        return checked(
                alternatives(names),
                text -> Enum.valueOf(type, text.replace('-', '_').toUpperCase(Locale.ROOT)),
                names.toArray(String[]::new));
    }

    /** A source of timestamps. */
    static ValueType<TimestampPlace> timestampPlace() {
        return checked("record, kafka or header:<name>", TimestampPlace::of, place -> true);
    }

    /** Constants that differ from one another, as a list or with commas between them. */
    static <E extends Enum<E>> ValueType<List<E>> choices(Class<E> type) {
        ValueType<E> one = choice(type);
        return new ValueType<>("a list of " + one.requirement, true, setting -> {
            List<E> constants = new ArrayList<>();
            for (String item : setting.list() ? setting.items() : split(setting.text())) {
                constants.add(
                        one.reader.apply(new Setting(setting.key(), List.of(item), false, setting.place(), item)));
            }
            require(!constants.isEmpty(), "number");
            require(constants.stream().distinct().count() == constants.size(), "twice");
            return constants;
        });
    }

    /** A region or an offset. */
    static ValueType<ZoneId> zone() {
        return checked("a time zone (UTC, Europe/Berlin, +01:00)", ValueType::zone, value -> true);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone", e);
        }
    }

    /** The type's values, or a word for {@code other}. */
    static <T> ValueType<T> orWord(String word, T other, ValueType<T> type) {
        return new ValueType<>(
                word + " or " + type.requirement,
                type.lists,
                setting -> setting.text().equals(word) ? other : type.reader.apply(setting));
    }

    /** The type's values, or {@code none}. */
    static <T> ValueType<Optional<T>> orNone(ValueType<T> type) {
        return orWord(
                "none",
                Optional.empty(),
                new ValueType<>(type.requirement, type.lists, setting -> Optional.of(type.reader.apply(setting))));
    }

    /** Names that differ from one another, as a list or with commas between them. */
    static ValueType<List<String>> names(int most) {
        String requirement = "a list of 1 to " + most + " different names";
        return new ValueType<>(requirement, true, setting -> {
            List<String> names = setting.list() ? setting.items() : split(setting.text());
            require(names.size() >= 1 && names.size() <= most, "number");
            require(names.stream().noneMatch(String::isBlank), "blank");
            require(names.stream().distinct().count() == names.size(), "twice");
            return names;
        });
    }

    /** Base URLs, as a list or with commas between them. */
    static ValueType<List<String>> urls() {
        return new ValueType<>("http:// or https:// URLs, several with commas between them", true, setting -> {
            List<String> urls = setting.list() ? setting.items() : split(setting.text());
            for (String url : urls) {
                URI uri = URI.create(url);
                require("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()), "scheme");
                require(uri.getHost() != null, "host");
            }
            require(!urls.isEmpty(), "number");
            return urls;
        });
    }

    /** Routes of series to models, as a list of mappings. */
    static ValueType<List<ModelRoute>> routes() {
        return new ValueType<>(
                "a list of {series: PATTERN, id: MODEL} with different patterns and ids of 1 to 100 letters, digits, dots,"
                        + " underscores or hyphens",
                true,
                RouteReader::read);
    }

    /** How the file writes a constant: {@code exactly-once}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> ValueType<T> checked(String requirement, Function<String, T> reader, String... words) {
        List<String> allowed = List.of(words);
        return new ValueType<>(requirement, false, setting -> {
            require(allowed.contains(setting.text()), "word");
            return reader.apply(setting.text());
        });
    }

    private static <T> ValueType<T> checked(String requirement, Function<String, T> reader, Predicate<T> check) {
        return new ValueType<>(requirement, false, setting -> {
            T value = reader.apply(setting.text());
            require(check.test(value), "range");
            return value;
        });
    }

    /** The parts of {@code a, b}, or of {@code [a, b]} as it stands in the file. */
    private static List<String> split(String text) {
        String inner = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        List<String> parts = new ArrayList<>();
        for (String part : inner.split(",", -1)) {
            parts.add(part.strip());
        }
        return parts;
    }

    private static String alternatives(List<String> names) {
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
