package io.stepcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

    static Stream<List<String>> commands() {
        List<List<String>> paths = new ArrayList<>();
        collect(Main.commandLine(), List.of(), paths);
        return paths.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, subcommand) -> {
            if (!name.equals("help")) {
                List<String> longer = new ArrayList<>(path);
                longer.add(name);
                collect(subcommand, longer, paths);
            }
        });
    }

    @ParameterizedTest(name = "stepcast {0} --help")
    @MethodSource("commands")
    void everyCommandExplainsItselfWithAnExample(List<String> path) {
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");

        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith(path.isEmpty() ? "Forecasts" : "Usage: stepcast " + String.join(" ", path));
        assertThat(run.out()).containsPattern("Examples?:\\R  .*stepcast " + String.join(" ", path));
    }

    @Test
    void versionNamesTheJavaToo() {
        assertThat(CommandRun.of("--version").out()).matches("stepcast .* on Java \\d+\\R");
    }

    @ParameterizedTest(name = "stepcast {0}")
    @ValueSource(
            strings = {
                "",
                "no-such-command",
                "topics",
                "run",
                "run --config x --fresh --from-savepoint y",
                "validate",
                "demo --speed fast",
                "demo --dataset trains",
                "demo --web-port 70000",
                "predictions --config x --max 0",
                "produce --config x --input y --timestamp t",
                "produce --config x --input y --timestamp t --series a --series-name b"
            })
    void wrongUsageIsExitCodeTwoWithASentenceOnStderr(String line) {
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void completionIsAScript() {
        CommandRun run = CommandRun.of("completion");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("complete -F _complete_stepcast").contains("--exit-when-done");
    }

    @Test
    void configReferenceIsTheTable() {
        assertThat(CommandRun.of("config-reference").out()).startsWith("| key | default | meaning |");
    }
}
