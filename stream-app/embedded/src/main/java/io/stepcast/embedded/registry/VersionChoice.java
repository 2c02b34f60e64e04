package io.stepcast.embedded.registry;

import java.util.List;
import java.util.Optional;

/**
 * A version as a caller names it.
 *
 * @param number from 1; 0 for the latest
 */
record VersionChoice(int number) {

    private static final VersionChoice LATEST = new VersionChoice(0);

    /** @param text a number from 1, {@code latest} or, as Confluent's clients also say it, -1 */
    static VersionChoice parse(String text) {
        if (text.equals("latest") || text.equals("-1")) {
            return LATEST;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return new VersionChoice(number);
            }
        } catch (NumberFormatException e) {
            // Refused below, with the other wrong ones.
        }
        throw Errors.invalidVersion(text);
    }

    boolean isLatest() {
        return number == 0;
    }

    /** @param versions of one subject, oldest first */
    Optional<StoredSchema> in(List<StoredSchema> versions) {
        if (isLatest()) {
            return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
        }
        return versions.stream().filter(schema -> schema.version() == number).findFirst();
    }
}
