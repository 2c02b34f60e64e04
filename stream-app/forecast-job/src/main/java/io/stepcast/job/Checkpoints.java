package io.stepcast.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Finds where a job's last run ended: its newest completed checkpoint, {@code <folder>/<job id>/chk-<number>/_metadata}, or the savepoint
 * that it was stopped with since. That one may lie anywhere, so a file in the folder names it: to go on from the last checkpoint before
 * it instead would say twice what the savepoint has committed.
 */
final class Checkpoints {

    private static final String STOPPED = "stopped-with-savepoint";

    private static final String PREFIX = "chk-";
    private static final String METADATA = "_metadata";

    /** In place of a checkpoint's number: the end of all of its run's. */
    private static final long SAVEPOINT = Long.MAX_VALUE;

    /**
     * Where a run ended.
     *
     * @param path the URI to go on from
     * @param savepoint whether it is one that the job was stopped with, rather than a checkpoint
     */
    record End(String path, boolean savepoint) {}

    private Checkpoints() {}

    /**
     * The completed checkpoint or final savepoint of any earlier run that was written last. Numbers alone don't tell: they start again with a run
     * that leaves earlier checkpoints alone.
     *
     * @param folder URI of the checkpoint folder, which need not exist yet
     */
    static Optional<End> newest(String folder) throws IOException {
        Path root = new Path(folder);
        FileSystem files = root.getFileSystem();
        List<Completed> completed = new ArrayList<>();
        for (FileStatus job : list(files, root)) {
            if (job.isDir()) {
                for (FileStatus checkpoint : list(files, job.getPath())) {
                    completed(files, checkpoint).ifPresent(completed::add);
                }
            }
        }
        stopped(files, root).ifPresent(completed::add);
        return completed.stream()
                .max(Comparator.comparingLong(Completed::modifiedMillis).thenComparingLong(Completed::number))
                .map(newest -> new End(newest.path(), newest.number() == SAVEPOINT));
    }

    /** Whether there is a completed checkpoint or savepoint. */
    static boolean isThere(String path) throws IOException {
        Path folder = new Path(path);
        return folder.getFileSystem().exists(new Path(folder, METADATA));
    }

    /** Notes that the job was stopped with a savepoint. */
    static void stopped(String folder, String savepoint) throws IOException {
        Path note = new Path(folder, STOPPED);
        try (FSDataOutputStream out = note.getFileSystem().create(note, FileSystem.WriteMode.OVERWRITE)) {
            out.write(savepoint.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Optional<Completed> stopped(FileSystem files, Path root) throws IOException {
        Path note = new Path(root, STOPPED);
        if (!files.exists(note)) {
            return Optional.empty();
        }
        try (InputStream in = files.open(note)) {
            String savepoint = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(new Completed(
                    savepoint, SAVEPOINT, files.getFileStatus(note).getModificationTime()));
        }
    }

    private record Completed(String path, long number, long modifiedMillis) {}

    private static Optional<Completed> completed(FileSystem files, FileStatus checkpoint) throws IOException {
        String name = checkpoint.getPath().getName();
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Path metadata = new Path(checkpoint.getPath(), METADATA);
        if (!files.exists(metadata)) {
            return Optional.empty();
        }
        long number = Long.parseLong(name.substring(PREFIX.length()));
        return Optional.of(new Completed(
                checkpoint.getPath().toString(),
                number,
                files.getFileStatus(metadata).getModificationTime()));
    }

    private static FileStatus[] list(FileSystem files, Path folder) throws IOException {
        try {
            FileStatus[] found = files.listStatus(folder);
            return found == null ? new FileStatus[0] : found;
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }
}
