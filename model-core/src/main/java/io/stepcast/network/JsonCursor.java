package io.stepcast.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the JSON that safetensors headers and encodings are made of: objects, strings, integers that are not negative, and arrays of
 * either. Anything else is refused with its place.
 */
public final class JsonCursor {

    private final String subject;
    private final String text;
    private int at;

    /**
     * @param subject what the text is, for errors: "a safetensors header"
     */
    public JsonCursor(String subject, String text) {
        this.subject = subject;
        this.text = text;
    }

    /** The text as a JSON string, quotes included. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Reads an object; {@code member} is called at each value with its key, and must read the value. */
    public void object(Consumer<String> member) {
        expect('{');
        if (skipIf('}')) {
            return;
        }
        Set<String> keys = new HashSet<>();
        do {
            String key = string();
            if (!keys.add(key)) {
                throw refused("a new key, not \"" + key + "\" again");
            }
            expect(':');
            member.accept(key);
        } while (skipIf(','));
        expect('}');
    }

    List<Long> integers() {
        return array(this::integer);
    }

    public List<String> strings() {
        return array(this::string);
    }

    /** Reads an array; {@code item} is called at each of its values, and must read it. */
    public <T> List<T> array(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        expect('[');
        if (skipIf(']')) {
            return items;
        }
        do {
            items.add(item.get());
        } while (skipIf(','));
        expect(']');
        return items;
    }

    public long integer() {
        skipSpace();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        // 18 digits always fit in a long.
        if (at == from || at - from > 18 || (text.charAt(from) == '0' && at - from > 1)) {
            at = from;
            throw refused("an integer of at most 18 digits");
        }
        return Long.parseLong(text.substring(from, at));
    }

    public String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = next("the end of a string");
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                at--;
                throw refused("an escape in place of a control character");
            }
            value.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next("an escape");
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw refused("a JSON escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next("four hexadecimal digits");
            // Character.digit would take digits of other scripts too.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw refused("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** Requires that nothing but space is left. */
    public void end() {
        skipSpace();
        if (at < text.length()) {
            throw refused("the end");
        }
    }

    private void expect(char wanted) {
        if (!skipIf(wanted)) {
            throw refused("'" + wanted + "'");
        }
    }

    private boolean skipIf(char wanted) {
        skipSpace();
        boolean found = at < text.length() && text.charAt(at) == wanted;
        if (found) {
            at++;
        }
        return found;
    }

    private char next(String required) {
        if (at >= text.length()) {
            throw refused(required);
        }
        return text.charAt(at++);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException refused(String required) {
        String came = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException(
                subject + " requires " + required + " at character " + at + ", got " + came);
    }
}
