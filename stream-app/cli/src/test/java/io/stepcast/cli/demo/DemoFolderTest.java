package io.stepcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.cli.console.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    @TempDir
    private Path parent;

    @Test
    void folderIsHeldByOneDemoAtATime() {
        Path root = parent.resolve("a/b");
        try (DemoFolder first = DemoFolder.open(root)) {
            assertThat(first.root()).isDirectory();
            assertThatThrownBy(() -> DemoFolder.open(root))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("is in use by another demo");
        }
        DemoFolder.open(root).close();
    }

    @Test
    void filesInTheWayAreTold() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DemoFolder.open(file)).hasMessage(file + " is a file, and a folder is needed there");
    }

    @Test
    void resetDeletesOnlyWhatDemosLeave() throws IOException {
        try (DemoFolder folder = DemoFolder.open(parent)) {
            Files.createDirectories(folder.broker().resolve("topic-0"));
            Files.createFile(folder.broker().resolve("topic-0/00.log"));
            Files.createDirectories(folder.checkpoints());
            Files.createDirectories(folder.log().resolveSibling(""));
            Files.createFile(folder.log());
            folder.writeConfiguration("x: y");
            Path mine = Files.createFile(parent.resolve("thesis.txt"));

            folder.reset();

            assertThat(folder.broker()).doesNotExist();
            assertThat(folder.checkpoints()).doesNotExist();
            assertThat(folder.log()).doesNotExist();
            assertThat(folder.configuration()).doesNotExist();
            assertThat(mine).exists();
        }
    }

    @Test
    void portsAskedForMustBeFreeAndUsualOnesGiveWay() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(Ports.choose(null, port, "--web-port")).isZero();
            assertThatThrownBy(() -> Ports.choose(port, 1, "--web-port"))
                    .hasMessage("port " + port + " (--web-port) is in use, or may not be used");
            assertThatThrownBy(() -> Ports.choose(70_000, 1, "--web-port")).hasMessageContaining("got 70000");
            assertThat(Ports.choose(0, port, "--web-port")).isZero();
        }
    }
}
