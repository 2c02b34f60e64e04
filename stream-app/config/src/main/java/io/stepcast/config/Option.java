package io.stepcast.config;

/**
 * One key of the configuration file: its name, what it may be, its default and what it is for.
 *
 * @param key dotted
 * @param presence whether it must be given and what holds when it isn't
 * @param absent the default as the file would write it; for a derived default, how it comes about; empty when required
 * @param description one sentence without its full stop
 */
record Option<T>(String key, ValueType<T> type, Presence presence, String absent, String description) {

    /** Whether a key must be given. */
    enum Presence {
        REQUIRED,
        DEFAULTED,
        /** Not given is a value of its own, which the loader derives. */
        DERIVED
    }

    static <T> Option<T> required(String key, ValueType<T> type, String description) {
        return new Option<>(key, type, Presence.REQUIRED, "", description);
    }

    static <T> Option<T> defaulted(String key, ValueType<T> type, String absent, String description) {
        return new Option<>(key, type, Presence.DEFAULTED, absent, description);
    }

    static <T> Option<T> derived(String key, ValueType<T> type, String absent, String description) {
        return new Option<>(key, type, Presence.DERIVED, absent, description);
    }
}
