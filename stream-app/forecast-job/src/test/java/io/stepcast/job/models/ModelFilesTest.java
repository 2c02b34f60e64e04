package io.stepcast.job.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFilesTest {

    private static final byte[] PARAMETERS = "parameters".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void filesAreWrittenReadAndDeleted() throws Exception {
        ModelFiles files = new ModelFiles(folder.resolve("models").toUri().toString());

        String uri = files.write("abc", PARAMETERS);

        assertThat(folder.resolve("models/abc.safetensors")).hasBinaryContent(PARAMETERS);
        assertThat(ModelFiles.read(uri)).isEqualTo(PARAMETERS);
        assertThat(files.write("abc", PARAMETERS)).isEqualTo(uri);
        ModelFiles.delete(uri);
        ModelFiles.delete(uri);
        assertThat(folder.resolve("models")).isEmptyDirectory();
        assertThatThrownBy(() -> ModelFiles.read(uri)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void whatACrashLeftIsWrittenAnew() throws Exception {
        Files.write(folder.resolve("abc.safetensors"), new byte[] {1, 2});

        new ModelFiles(folder.toUri().toString()).write("abc", PARAMETERS);

        assertThat(folder.resolve("abc.safetensors")).hasBinaryContent(PARAMETERS);
    }
}
