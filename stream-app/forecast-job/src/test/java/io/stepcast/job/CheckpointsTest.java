package io.stepcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {

    @TempDir
    Path folder;

    @Test
    void thereIsNoneInAFolderThatDoesNotExist() throws IOException {
        assertThat(Checkpoints.newest(folder.resolve("none").toUri().toString()))
                .isEmpty();
    }

    @Test
    void theNewestIsTheCompletedOneThatWasWrittenLast() throws IOException {
        completed("job-1", "chk-7", 1_000);
        completed("job-2", "chk-3", 3_000);
        completed("job-2", "chk-2", 2_000);
        Files.createDirectories(folder.resolve("job-2/chk-4"));
        completed("job-2", "shared", 9_000);

        assertThat(Checkpoints.newest(folder.toUri().toString()))
                .hasValueSatisfying(path -> assertThat(path).endsWith("job-2/chk-3"));
    }

    private void completed(String job, String checkpoint, long writtenAtMillis) throws IOException {
        Path metadata = folder.resolve(job).resolve(checkpoint).resolve("_metadata");
        Files.createDirectories(metadata.getParent());
        Files.writeString(metadata, "");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenAtMillis));
    }
}
