package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which kernel OpenBLAS takes, in processes of their own: it is settled once per process. */
class OpenBlasKernelTest {

    @BeforeEach
    void onLinuxWithAvx512() throws IOException {
        Path processor = Path.of("/proc/cpuinfo");
        assumeThat(Files.isReadable(processor)).isTrue();
        assumeThat(Files.readString(processor)).contains(" avx512bw", " avx512vl", " avx2");
    }

    @Test
    void takesAvx512WhereTheProcessorHasIt() throws Exception {
        assertThat(kernel(null)).isEqualTo("SkylakeX");
    }

    @Test
    void takesWhatTheEnvironmentSays() throws Exception {
        assertThat(kernel("Haswell")).isEqualTo("Haswell");
    }

    @Test
    void aVariablePutIntoTheProcessIsReadByALibraryLoadedLater() throws Exception {
        assertThat(kernel(null, "Sandybridge")).isEqualTo("Sandybridge");
    }

    private static String kernel(@Nullable String coreType, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenBlasKernelTest.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove(OpenBlas.CORETYPE);
        if (coreType != null) {
            builder.environment().put(OpenBlas.CORETYPE, coreType);
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().reduce("", (before, line) -> line);
    }

    /** Prints the kernel; with an argument, puts that into the process's environment just before OpenBLAS is loaded. */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            NativeEnvironment.put(OpenBlas.CORETYPE, arguments[0]);
            Loader.load(openblas_nolapack.class);
        }
        System.out.println(OpenBlas.instance().kernel());
    }
}
