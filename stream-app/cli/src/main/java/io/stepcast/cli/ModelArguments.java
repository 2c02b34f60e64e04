package io.stepcast.cli;

import io.stepcast.cli.console.UserException;
import io.stepcast.cli.kafka.ModelTopic;
import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.ModelUpdate;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration and {@code VERSION|latest}, the same in every command about one version. */
final class ModelArguments {

    private static final String LATEST = "latest";

    @Mixin
    private ConfigArguments config;

    @Parameters(
            index = "0",
            paramLabel = "VERSION|latest",
            description = "The version's number, or latest for the one that was published last.")
    private String version;

    @Option(names = "--model", paramLabel = "ID", description = "Which model's (default: model.id's).")
    private @Nullable String model;

    /** Finds the version on the topic. */
    ModelUpdate find(PrintWriter err) {
        if (!version.equals(LATEST) && !version.matches("\\d{1,18}")) {
            throw UserException.usage("a version must be a number or latest, got " + version);
        }
        StepcastConfig loaded = config.load();
        String modelId = model == null ? loaded.model().id() : model;
        ModelTopic topic = ModelTopic.read(loaded, warning -> err.println("warning: " + warning));
        Optional<ModelUpdate> found =
                version.equals(LATEST) ? topic.latest(modelId) : topic.version(modelId, Long.parseLong(version));
        return found.orElseThrow(() -> UserException.failure(
                "model " + modelId + " has no " + (version.equals(LATEST) ? "version" : "version " + version) + " on "
                        + loaded.topics().modelUpdates() + " (stepcast models list shows those that are there)",
                null));
    }
}
