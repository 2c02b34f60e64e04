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

        assertThat(Checkpoints.newest(folder.toUri().toString())).hasValueSatisfying(end -> {
            assertThat(end.path()).endsWith("job-2/chk-3");
            assertThat(end.savepoint()).isFalse();
        });
    }

    @Test
    void aSavepointThatTheJobWasStoppedWithCountsUntilThereIsANewerCheckpoint() throws IOException {
        String uri = folder.toUri().toString();
        completed("job-1", "chk-7", 1_000);
        Checkpoints.stopped(uri, "file:/somewhere/else/savepoint-1");
        Files.setLastModifiedTime(folder.resolve("stopped-with-savepoint"), FileTime.fromMillis(2_000));

        assertThat(Checkpoints.newest(uri)).contains(new Checkpoints.End("file:/somewhere/else/savepoint-1", true));

        completed("job-2", "chk-8", 3_000);
        assertThat(Checkpoints.newest(uri))
                .hasValueSatisfying(end -> assertThat(end.path()).endsWith("job-2/chk-8"));

        Checkpoints.stopped(uri, "s3://bucket/savepoint-2");
        assertThat(Checkpoints.newest(uri)).contains(new Checkpoints.End("s3://bucket/savepoint-2", true));
    }

    @Test
    void aFolderWithoutMetadataIsNoSavepoint() throws IOException {
        completed("job-1", "chk-7", 1_000);

        assertThat(Checkpoints.isThere(folder.resolve("job-1/chk-7").toUri().toString()))
                .isTrue();
        assertThat(Checkpoints.isThere(folder.resolve("job-1").toUri().toString()))
                .isFalse();
    }

    private void completed(String job, String checkpoint, long writtenAtMillis) throws IOException {
        Path metadata = folder.resolve(job).resolve(checkpoint).resolve("_metadata");
        Files.createDirectories(metadata.getParent());
        Files.writeString(metadata, "");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenAtMillis));
    }
}
