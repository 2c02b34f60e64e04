package io.stepcast.config;

import java.util.List;

/**
 * One value as it was written, before it is understood.
 *
 * @param key dotted
 * @param items the list's items, or the one value
 * @param list whether it was written as a list
 * @param origin where it was written, for problems: {@code line 7} or {@code --set}
 * @param shown how problems may print the value: as written, so that what came from the environment stays hidden
 */
record Setting(String key, List<String> items, boolean list, String origin, String shown) {

    Setting {
        items = List.copyOf(items);
        shown = Secrets.withoutUserInfo(shown);
    }

    /** A key that was written without a value. */
    static Setting nothing(String key, String origin) {
        return new Setting(key, List.of(), false, origin, "nothing");
    }

    boolean isNothing() {
        return items.isEmpty() && !list;
    }

    /** The value's text, or the list's items with commas between them. */
    String text() {
        return String.join(",", items);
    }

    /** The key and where it was written. */
    String place() {
        return "'" + key + "' (" + origin + ")";
    }
}
