package io.stepcast.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Finds completed checkpoints: {@code <folder>/<job id>/chk-<number>/_metadata}. */
final class Checkpoints {

    private static final String PREFIX = "chk-";

    private Checkpoints() {}

    /**
     * The completed checkpoint of any earlier run that was written last. Numbers alone don't tell: they start again with a run
     * that leaves earlier checkpoints alone.
     *
     * @param folder URI of the checkpoint folder, which need not exist yet
     */
    static Optional<String> newest(String folder) throws IOException {
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
        return completed.stream()
                .max(Comparator.comparingLong(Completed::modifiedMillis).thenComparingLong(Completed::number))
                .map(Completed::path);
    }

    private record Completed(String path, long number, long modifiedMillis) {}

    private static Optional<Completed> completed(FileSystem files, FileStatus checkpoint) throws IOException {
        String name = checkpoint.getPath().getName();
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Path metadata = new Path(checkpoint.getPath(), "_metadata");
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
