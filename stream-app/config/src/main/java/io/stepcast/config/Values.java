package io.stepcast.config;

import io.stepcast.config.Option.Presence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options' values, understood. Collects what is wrong with them. */
final class Values {

    private final Map<String, Setting> settings;
    private final Map<Option<?>, Object> values = new HashMap<>();

    /** Reads every option from the settings, adding to the problems what is missing or can't be understood. */
    Values(Map<String, Setting> settings, List<String> problems) {
        this.settings = settings;
        for (Option<?> option : Options.ALL) {
            Setting setting = settings.get(option.key());
            if (setting == null || isDefaultWord(option, setting)) {
                fillIn(option, problems);
            } else if (!setting.isNothing()) {
                read(option, setting, problems);
            }
        }
    }

    /** The value of an option; empty when it was not given and has no default of its own, or when it is a problem. */
    <T> Optional<T> find(Option<T> option) {
        @SuppressWarnings("unchecked") // read and fillIn put values of the option's own type only
        T value = (T) values.get(option);
        return Optional.ofNullable(value);
    }

    /** The value of an option that has one whenever there are no problems. */
    <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> new IllegalStateException("no value for " + option.key()));
    }

    /** The option's key and where it was written. */
    String place(Option<?> option) {
        Setting setting = settings.get(option.key());
        return setting == null ? "'" + option.key() + "'" : setting.place();
    }

    private static boolean isDefaultWord(Option<?> option, Setting setting) {
        return option.presence() == Presence.DERIVED && setting.text().equals(option.absent());
    }

    private void fillIn(Option<?> option, List<String> problems) {
        if (option.presence() == Presence.REQUIRED) {
            problems.add("'" + option.key() + "' is required: must be "
                    + option.type().requirement());
        } else if (option.presence() == Presence.DEFAULTED) {
            Setting setting = new Setting(option.key(), List.of(option.absent()), false, "default", option.absent());
            values.put(option, option.type().reader().apply(setting));
        }
    }

    private void read(Option<?> option, Setting setting, List<String> problems) {
        ValueType<?> type = option.type();
        if (setting.list() && !type.lists()) {
            problems.add(setting.place() + " must be " + type.requirement() + ", got a list");
            return;
        }
        try {
            values.put(option, type.reader().apply(setting));
        } catch (IllegalArgumentException e) {
            problems.add(setting.place() + " must be " + type.requirement() + ", got " + setting.shown());
        }
    }
}
