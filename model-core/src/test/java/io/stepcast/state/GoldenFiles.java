package io.stepcast.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * States written by released versions, and what they must go on to: {@code golden/NAME.bin} and {@code golden/NAME.txt} among the test
 * resources. They are never changed; a new version of a state adds its own. Tests write the files of a new version when they run with
 * {@code -Dstepcast.golden=FOLDER}, and compare with them from the next run on.
 */
public final class GoldenFiles {

    private GoldenFiles() {}

    /** The golden state of a name, or {@code current} after writing it where the run was asked to. */
    public static byte[] state(String name, byte[] current, List<String> continuation) {
        String folder = System.getProperty("stepcast.golden");
        if (folder != null) {
            try {
                Files.createDirectories(Path.of(folder));
                Files.write(Path.of(folder, name + ".bin"), current);
                Files.write(Path.of(folder, name + ".txt"), continuation);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return current;
        }
        return read(name + ".bin");
    }

    /** What the golden state of a name goes on to, line by line. */
    public static List<String> continuation(String name) {
        return new String(read(name + ".txt"), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] read(String file) {
        try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the golden file " + file + " is missing among the test resources");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
