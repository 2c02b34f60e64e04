package io.stepcast.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps secrets out of whatever is printed. */
final class Secrets {

    private static final String HIDDEN = "(hidden)";
    private static final Pattern SECRET_NAME =
            Pattern.compile("password|secret|jaas|token|credential|user\\.info|keystore\\.key$|private\\.?key");
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");

    private Secrets() {}

    /** A client property's value, unless the property's name tells that it is a secret. */
    static String shown(String name, String value) {
        boolean secret = SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
        return secret ? HIDDEN : withoutUserInfo(value);
    }

    /** The text with {@code user:password@} of URLs hidden. */
    static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("://" + HIDDEN + "@");
    }
}
