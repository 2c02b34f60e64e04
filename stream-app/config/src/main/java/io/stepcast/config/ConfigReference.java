package io.stepcast.config;

/** The documentation of every key. */
public final class ConfigReference {

    private ConfigReference() {}

    /** A Markdown table of keys, defaults and meanings, in the order of the file, with a newline at the end. */
    public static String markdown() {
        StringBuilder table = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
        for (Option<?> option : Options.ALL) {
            table.append("| `")
                    .append(option.key())
                    .append("` | ")
                    .append(absent(option))
                    .append(" | ")
                    .append(option.description())
                    .append(". Must be ")
                    .append(option.type().requirement())
                    .append(". |\n");
        }
        return table.toString();
    }

    private static String absent(Option<?> option) {
        if (option.presence() == Option.Presence.REQUIRED) {
            return "required";
        }
        return option.absent().startsWith("`") ? option.absent() : "`" + option.absent() + "`";
    }
}
