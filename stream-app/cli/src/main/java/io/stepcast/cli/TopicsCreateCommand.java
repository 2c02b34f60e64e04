package io.stepcast.cli;

import io.stepcast.cli.console.Version;
import io.stepcast.cli.kafka.TopicPlan;
import io.stepcast.cli.kafka.Topics;
import io.stepcast.config.StepcastConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepcast topics create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Creates the topics that are not there yet. Existing ones are left as they are; where their settings differ from"
                    + " what Stepcast needs, it is said."
        },
        footer = {
            "",
            "Readings, predictions, outcomes, alerts and dead letters are kept for ever (retention.ms=-1), model updates are"
                    + " compacted.",
            "",
            "Examples:",
            "  stepcast topics create --config stepcast.yaml",
            "  stepcast topics create --config stepcast.yaml --partitions 8 --replication 3"
        })
final class TopicsCreateCommand implements Callable<Integer> {

    @Mixin
    private ConfigArguments config;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of new topics (default: the broker's default).")
    private @Nullable Integer partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Replicas of new topics (default: the broker's default).")
    private @Nullable Short replication;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        requirePositive("--partitions", partitions);
        requirePositive("--replication", replication);
        StepcastConfig loaded = config.load();
        PrintWriter out = spec.commandLine().getOut();
        List<TopicPlan> plans = TopicPlan.all(loaded);
        int width = plans.stream().mapToInt(plan -> plan.name().length()).max().orElse(0);
        try (Topics topics = new Topics(loaded)) {
            for (Topics.Report report :
                    topics.create(plans, Optional.ofNullable(partitions), Optional.ofNullable(replication))) {
                out.printf("%-" + width + "s  %s%n", report.topic(), sentence(report));
            }
        }
        return 0;
    }

    private static String sentence(Topics.Report report) {
        return switch (report.state()) {
            case CREATED -> "created";
            case THERE -> "already there";
            case DIFFERS -> "already there, but differs: " + String.join("; ", report.differences());
        };
    }

    private void requirePositive(String option, @Nullable Number value) {
        if (value != null && value.intValue() < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1, got " + value);
        }
    }
}
