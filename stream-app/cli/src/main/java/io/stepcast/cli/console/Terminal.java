package io.stepcast.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the output goes to.
 *
 * @param interactive whether lines can be redrawn in place
 * @param colour whether colours are welcome
 */
public record Terminal(boolean interactive, boolean colour) {

    private static final int DEFAULT_COLUMNS = 100;
    private static final int DEFAULT_ROWS = 30;

    /** A size in characters. */
    public record Size(int columns, int rows) {}

    /** Stdout, as the start script saw it: a JVM can't tell by itself whether stdout is a terminal. */
    public static Terminal stdout() {
        return of(System.getProperty("stepcast.stdout.tty"), System.getenv());
    }

    /** The same for stderr. */
    public static Terminal stderr() {
        return of(System.getProperty("stepcast.stderr.tty"), System.getenv());
    }

    static Terminal of(@Nullable String tty, Map<String, String> environment) {
        boolean interactive = "true".equals(tty) && !"dumb".equals(environment.get("TERM"));
        // https://no-color.org: present and not empty
        boolean colour = interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(interactive, colour);
    }

    /** The size now; a usual one where it can't be told. */
    public Size size() {
        if (!interactive || !Files.isReadable(Path.of("/dev/tty"))) {
            return new Size(DEFAULT_COLUMNS, DEFAULT_ROWS);
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.length == 2) {
                int rows = Integer.parseInt(size[0]);
                int columns = Integer.parseInt(size[1]);
                return columns > 0 && rows > 0 ? new Size(columns, rows) : new Size(DEFAULT_COLUMNS, DEFAULT_ROWS);
            }
        } catch (IOException | NumberFormatException e) {
            return new Size(DEFAULT_COLUMNS, DEFAULT_ROWS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Size(DEFAULT_COLUMNS, DEFAULT_ROWS);
    }
}
