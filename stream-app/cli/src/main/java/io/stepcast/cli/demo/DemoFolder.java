package io.stepcast.cli.demo;

import io.stepcast.cli.console.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where one demo keeps everything: the broker's data, checkpoints, the configuration, logs. Held by one process at a time. */
final class DemoFolder implements AutoCloseable {

    private static final long LEAST_SPACE_BYTES = 200L << 20;

    private final Path root;
    private final FileChannel lockFile;

    private DemoFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Opens the folder, making it if need be.
     *
     * @throws UserException if it can't be written, another demo holds it, or there is no space
     */
    static DemoFolder open(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw UserException.failure(
                        "the folder " + root + " is in use by another demo; stop it or choose another with --data-dir",
                        null);
            }
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < LEAST_SPACE_BYTES) {
                channel.close();
                throw UserException.failure(
                        "the demo needs " + (LEAST_SPACE_BYTES >> 20) + " MB of disk space at " + root + ", and "
                                + (free >> 20) + " MB are left",
                        null);
            }
            return new DemoFolder(root, channel);
        } catch (AccessDeniedException e) {
            throw UserException.failure(
                    "no permission to write to the folder " + root + " (choose another with --data-dir)", e);
        } catch (FileAlreadyExistsException e) {
            throw UserException.failure(e.getFile() + " is a file, and a folder is needed there", e);
        } catch (IOException e) {
            throw UserException.failure("the folder " + root + " can't be used: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        // The message of most of these is the path alone.
        return e instanceof FileSystemException failure && failure.getReason() == null
                ? "it can't be made or written (" + e.getClass().getSimpleName() + ")"
                : String.valueOf(e.getMessage());
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Deletes what earlier demos left, and nothing else that may lie in the folder. */
    void reset() {
        for (Path mine : List.of(broker(), checkpoints(), log().resolveSibling(""), configuration())) {
            try (Stream<Path> below = Files.exists(mine) ? Files.walk(mine) : Stream.empty()) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw UserException.failure("the folder " + mine + " can't be deleted: " + e.getMessage(), e);
            }
        }
    }

    /** Writes the configuration file. */
    void writeConfiguration(String yaml) {
        try {
            Files.writeString(configuration(), yaml);
        } catch (IOException e) {
            throw UserException.failure(configuration() + " can't be written: " + e.getMessage(), e);
        }
    }

    Path root() {
        return root;
    }

    Path broker() {
        return root.resolve("kafka");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path configuration() {
        return root.resolve("stepcast.yaml");
    }

    Path log() {
        return root.resolve("logs").resolve("stepcast.log");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw UserException.failure("the folder " + root + " can't be released: " + e.getMessage(), e);
        }
    }
}
