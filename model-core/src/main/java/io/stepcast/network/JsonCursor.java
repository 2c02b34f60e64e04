package io.stepcast.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the JSON that safetensors headers are made of: objects, strings and arrays of integers that are not negative. Anything else
 * is refused with its place.
 */
final class JsonCursor {

    private final String text;
    private int at;

    JsonCursor(String text) {
        this.text = text;
    }

    /** Reads an object; {@code member} is called at each value with its key, and must read the value. */
    void object(Consumer<String> member) {
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
        List<Long> numbers = new ArrayList<>();
        expect('[');
        if (skipIf(']')) {
            return numbers;
        }
        do {
            numbers.add(integer());
        } while (skipIf(','));
        expect(']');
        return numbers;
    }

    private long integer() {
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

    String string() {
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
    void end() {
        skipSpace();
        if (at < text.length()) {
            throw refused("the end of the header");
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
                "a safetensors header requires " + required + " at character " + at + ", got " + came);
    }
}
