package io.stepcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobSettingsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with space", "per%cent", "per%20cent", "[brackets]", "plus+", "Zürich"})
    void aFolderIsFoundWhateverItsName(String name) throws IOException {
        Path named = Files.createDirectory(folder.resolve(name));
        Files.writeString(named.resolve("file"), "");
        var path = new org.apache.flink.core.fs.Path(JobSettings.uri(named.toString()) + "/file");

        assertThat(FileSystem.getLocalFileSystem().exists(path)).isTrue();
        assertThat(path.getFileSystem().exists(path)).isTrue();
    }

    @Test
    void anAddressIsTakenAsItIs() {
        assertThat(JobSettings.uri("s3://bucket/my-checkpoints")).isEqualTo("s3://bucket/my-checkpoints");
        assertThat(JobSettings.uri("file:/tmp/x")).isEqualTo("file:/tmp/x");
    }
}
