package io.stepcast.codec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.SystemLimitException;
import org.jspecify.annotations.Nullable;

/**
 * The most that Avro allocates for one value. Avro reads these limits from system properties when its classes load, so they belong on
 * the command line of every JVM that decodes. Without them Avro still refuses what the payload is too short to hold, and a payload can
 * cost no more than a multiple of its own length, except for collections of values that take no bytes.
 */
public final class AvroLimits {

    /** Property to limit, in bytes or items. */
    private static final Map<String, Integer> LIMITS = new TreeMap<>(Map.of(
            SystemLimitException.MAX_BYTES_LENGTH_PROPERTY,
            1 << 20,
            SystemLimitException.MAX_STRING_LENGTH_PROPERTY,
            1 << 16,
            SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY,
            100_000,
            // Items that take no bytes, in all collections of one record together.
            SystemLimitException.MAX_COLLECTION_ALLOCATION_PROPERTY,
            100_000));

    private AvroLimits() {}

    /** The flags that every JVM of Stepcast is to be started with, each {@code -Dname=value}. */
    public static List<String> flags() {
        return flagsOf(LIMITS);
    }

    /** Those of {@link #flags()} that this JVM was started without. A limit of another size counts as set. */
    public static List<String> missingFlags() {
        Map<String, Integer> missing = new TreeMap<>(LIMITS);
        missing.keySet().removeIf(name -> isLimit(System.getProperty(name)));
        return flagsOf(missing);
    }

    /** One sentence for the operator if flags are missing. */
    public static Optional<String> warning() {
        List<String> missing = missingFlags();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "This JVM decodes records without Avro's limits; start it with " + String.join(" ", missing));
    }

    private static List<String> flagsOf(Map<String, Integer> limits) {
        return limits.entrySet().stream()
                .map(limit -> "-D" + limit.getKey() + "=" + limit.getValue())
                .toList();
    }

    private static boolean isLimit(@Nullable String text) {
        try {
            return text != null && Integer.parseInt(text) > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
