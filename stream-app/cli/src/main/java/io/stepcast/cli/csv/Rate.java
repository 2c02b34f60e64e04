package io.stepcast.cli.csv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Readings per second: {@code 20}, {@code 20/s}, {@code 0.5/s} or {@code max}.
 *
 * @param perSecond above 0; infinity for {@code max}
 */
public record Rate(double perSecond) {

    private static final Pattern PATTERN = Pattern.compile("(\\d+(?:\\.\\d+)?)(?:/s)?");

    public static Rate parse(String text) {
        if (text.equals("max")) {
            return new Rate(Double.POSITIVE_INFINITY);
        }
        Matcher matcher = PATTERN.matcher(text);
        double perSecond = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (perSecond <= 0) {
            throw new IllegalArgumentException(
                    "must be readings per second above 0 (20, 20/s) or max, got '" + text + "'");
        }
        return new Rate(perSecond);
    }

    /** For the command line. */
    public static final class Converter implements ITypeConverter<Rate> {
        @Override
        public Rate convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
