package io.stepcast.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.codec.AvroLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One million payloads gone wrong, in a JVM with 64 MiB of heap: each is a reading or a dead letter with its reason. */
final class PayloadStormTest {

    private static final int PAYLOADS = 1_000_000;
    private static final long SEED = 20261121;

    @TempDir
    Path folder;

    @Test
    void eachOfAMillionPayloadsIsDecodedOrDeadLetteredInASmallHeap() throws Exception {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(AvroLimits.flags());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                PayloadStorm.class.getName(),
                Integer.toString(PAYLOADS),
                Long.toString(SEED)));
        Process storm = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(storm.waitFor(3, TimeUnit.MINUTES)).as("the storm ends").isTrue();

        List<String> lines = Files.readAllLines(output);
        assertThat(storm.exitValue()).as("%s", lines).isZero();
        // Both ends are reached: the mutations are neither harmless nor hopeless, and every check refuses some.
        assertThat(total(lines, "usable")).isGreaterThan(PAYLOADS / 20);
        assertThat(total(lines, "unusable")).isGreaterThan(PAYLOADS / 20);
        assertThat(total(lines, "usable") + total(lines, "unusable")).isEqualTo(PAYLOADS);
        assertThat(lines.stream().filter(line -> line.startsWith("unusable")).map(line -> line.split(" ", -1)[2]))
                .contains(
                        "undecodable",
                        "wrong-schema",
                        "empty-key",
                        "not-finite",
                        "out-of-range",
                        "wrong-features",
                        "ahead-of-time");
    }

    private static int total(List<String> lines, String what) {
        return lines.stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[0].equals(what))
                .mapToInt(words -> Integer.parseInt(words[1]))
                .sum();
    }
}
