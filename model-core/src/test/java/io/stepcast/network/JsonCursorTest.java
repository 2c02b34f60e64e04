package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonCursorTest {

    @Test
    void everyEscapeIsReadAndSpaceBetweenTokensIsSkipped() {
        JsonCursor cursor = cursor(" { \"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fC\" :\t[\r\n] } ");
        List<String> keys = new ArrayList<>();
        cursor.object(key -> {
            keys.add(key);
            assertThat(cursor.strings()).isEmpty();
        });
        cursor.end();
        assertThat(keys).containsExactly("a\"\\/\b\f\n\r\tü");
    }

    @Test
    void whatIsQuotedComesBack() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 200; c++) {
            all.append(c);
        }
        assertThat(cursor(JsonCursor.quote(all.toString())).string()).isEqualTo(all.toString());
        assertThat(JsonCursor.quote("a\n\u001f !\"")).isEqualTo("\"a\\u000a\\u001f !\\\"\"");
    }

    @Test
    void numbersAreReadAsJsonHasThem() {
        assertThat(cursor("[0, -1.5, 2e3, 7E-2, -0.25e+1 ,9]").numbers())
                .containsExactly(0.0, -1.5, 2000.0, 0.07, -2.5, 9.0);
        assertThat(cursor("[0,10,999999999999999999]").integers()).containsExactly(0L, 10L, 999_999_999_999_999_999L);
        assertThat(cursor("[]").numbers()).isEmpty();
        assertThat(cursor("123").integer()).isEqualTo(123);
        assertThat(cursor("[\"a\",\"b\"]").strings()).containsExactly("a", "b");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1,] | a text requires a number at character 3, got ']'",
                "[01] | a text requires a number at character 1, got '0'",
                "[1.] | a text requires a number at character 1, got '1'",
                "[+1] | a text requires a number at character 1, got '+'",
                "[1e] | a text requires a number at character 1, got '1'",
                "[1 2] | a text requires ']' at character 3, got '2'",
                "[1 | a text requires ']' at character 2, got the end",
                "[ | a text requires a number at character 1, got the end"
            })
    void otherNumbersAreRefusedWithTheirPlace(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cursor(text).numbers())
                .withMessage(message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\\u00g0\" | a text requires four hexadecimal digits at character 6, got '0'",
                "\"\\u00٣0\" | a text requires four hexadecimal digits at character 6, got '0'",
                "\"\\u00 | a text requires four hexadecimal digits at character 5, got the end",
                "\"\\ | a text requires an escape at character 2, got the end",
                "\"a | a text requires the end of a string at character 2, got the end",
                "a | a text requires '\"' at character 0, got 'a'"
            })
    void otherStringsAreRefusedWithTheirPlace(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cursor(text).string())
                .withMessage(message);
    }

    @Test
    void aControlCharacterMustBeEscaped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cursor("\"a\nb\"").string())
                .withMessage("a text requires an escape in place of a control character at character 2, got '\n'");
    }

    @Test
    void anObjectHasEachKeyOnceAndAColonAfterIt() {
        JsonCursor twice = cursor("{\"a\":1,\"a\":1}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twice.object(key -> twice.integer()))
                .withMessageContaining("requires a new key, not \"a\" again at character 10");
        JsonCursor bare = cursor("{\"a\" 1}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bare.object(key -> bare.integer()))
                .withMessage("a text requires ':' at character 5, got '1'");
        JsonCursor open = cursor("{\"a\":1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open.object(key -> open.integer()))
                .withMessage("a text requires '}' at character 6, got the end");
        cursor("{}").object(key -> assertThat(key).isNull());
    }

    @Test
    void integersHaveAtMostEighteenDigitsAndNoSign() {
        for (String text : List.of("1000000000000000000", "-1", "01", "", "x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cursor(text).integer())
                    .withMessageStartingWith("a text requires an integer of at most 18 digits at character 0");
        }
    }

    @Test
    void nothingButSpaceMayFollow() {
        cursor(" \t\r\n").end();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cursor("  x").end())
                .withMessage("a text requires the end at character 2, got 'x'");
    }

    private static JsonCursor cursor(String text) {
        return new JsonCursor("a text", text);
    }
}
