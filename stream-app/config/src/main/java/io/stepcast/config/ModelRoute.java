package io.stepcast.config;

import java.io.Serializable;

/**
 * Which series a model serves.
 *
 * @param series pattern over the whole of a series' name; {@code *} stands for any characters or none, {@code ?} for exactly one,
 *     everything else for itself
 * @param id the model's name
 */
public record ModelRoute(String series, String id) implements Serializable {

    static final char ANY = '*';
    static final char ONE = '?';

    /** Whether the pattern fits the name. Takes at most the product of both lengths, and no memory. */
    public boolean matches(String name) {
        int at = 0;
        int inPattern = 0;
        // Where to go on when what follows the last star does not fit: one character further.
        int afterStar = -1;
        int retry = 0;
        while (at < name.length()) {
            char wanted = inPattern < series.length() ? series.charAt(inPattern) : 0;
            if (inPattern < series.length() && wanted == ANY) {
                afterStar = ++inPattern;
                retry = at;
            } else if (inPattern < series.length() && (wanted == ONE || wanted == name.charAt(at))) {
                inPattern++;
                at++;
            } else if (afterStar >= 0) {
                inPattern = afterStar;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (inPattern < series.length() && series.charAt(inPattern) == ANY) {
            inPattern++;
        }
        return inPattern == series.length();
    }

    @Override
    public String toString() {
        return series + " → " + id;
    }
}
