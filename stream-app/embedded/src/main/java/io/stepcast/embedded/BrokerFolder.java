package io.stepcast.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an embedded broker, held by one owner at a time.
 *
 * <p>Kafka locks its folder too, but only after it has read and written the metadata log in it; this lock is taken first. The lock
 * file also marks the folder as a broker's when the first start was cut off before Kafka had written anything.
 */
final class BrokerFolder implements AutoCloseable {

    private static final String LOCK_FILE = "stepcast-broker.lock";
    private static final String KAFKA_IDENTITY = "meta.properties";
    private static final long NEEDED_BYTES = 64L << 20;

    private final Path path;
    private final FileChannel lockFile;

    private BrokerFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder if it is absent, takes its lock and makes it a Kafka log directory.
     *
     * @throws EmbeddedException when it can't be written, is held, is nearly full or holds something else
     */
    static BrokerFolder open(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            create(path);
            requireOwnContents(path);
            BrokerFolder held = new BrokerFolder(path, lock(path));
            try {
                held.requireSpace();
                held.format();
                return held;
            } catch (Exception e) {
                held.close();
                throw e;
            }
        } catch (EmbeddedException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new EmbeddedException("The broker's folder " + path + " can't be written: permission denied.", e);
        } catch (Exception e) {
            throw new EmbeddedException("The broker's folder " + path + " can't be used: " + reason(e) + ".", e);
        }
    }

    Path path() {
        return path;
    }

    /** Lets another owner in. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static void create(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new EmbeddedException("The broker needs a folder for its data, but " + path + " is a file.", null);
        }
        Files.createDirectories(path);
    }

    private static void requireOwnContents(Path path) throws IOException {
        if (Files.exists(path.resolve(KAFKA_IDENTITY))) {
            requireOwnNode(path);
        } else if (!Files.exists(path.resolve(LOCK_FILE))) {
            foreignEntry(path).ifPresent(entry -> {
                throw new EmbeddedException(
                        "The folder " + path + " holds data of another kind (" + entry
                                + "): the broker needs an empty folder or one of its own.",
                        null);
            });
        }
    }

    private static void requireOwnNode(Path path) throws IOException {
        Properties identity = new Properties();
        try (Reader reader = Files.newBufferedReader(path.resolve(KAFKA_IDENTITY))) {
            identity.load(reader);
        }
        String version = identity.getProperty("version");
        String node = identity.getProperty("node.id");
        if (!"1".equals(version) || !Integer.toString(BrokerSettings.NODE_ID).equals(node)) {
            throw new EmbeddedException(
                    "The folder " + path + " holds the data of another Kafka server: its " + KAFKA_IDENTITY
                            + " must have version 1 and node.id " + BrokerSettings.NODE_ID + ", got version " + version
                            + " and node.id " + node + ".",
                    null);
        }
    }

    private static Optional<Path> foreignEntry(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(Path::getFileName).sorted().findFirst();
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new EmbeddedException(
                    "The folder " + path
                            + " is held by another running broker: stop that one or choose another folder.",
                    null);
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this JVM
        }
    }

    private void requireSpace() throws IOException {
        long usable = Files.getFileStore(path).getUsableSpace();
        if (usable < NEEDED_BYTES) {
            throw new EmbeddedException(
                    "The disk of " + path + " is full: the broker needs at least " + (NEEDED_BYTES >> 20) + " MiB, got "
                            + (usable >> 20) + " MiB.",
                    null);
        }
    }

    /** Kafka writes its identity last, so a folder without one was never a broker's for long enough to hold data. */
    private void format() throws Exception {
        if (Files.exists(path.resolve(KAFKA_IDENTITY))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(path.toString())
                .setMetadataLogDirectory(path.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .run();
    }

    private static String reason(Exception e) {
        return e instanceof FileSystemException problem && problem.getReason() != null
                ? problem.getReason()
                : Causes.sentence(e);
    }
}
