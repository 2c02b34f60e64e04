package io.stepcast.job;

import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.DeliveryConfig;
import io.stepcast.config.StepcastConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** The configuration in the terms of Flink and of the codec. */
final class JobSettings {

    /** Fixed, so that savepoints can be rescaled: the default depends on the first parallelism. */
    private static final int MAX_PARALLELISM = 128;

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

    private JobSettings() {}

    /**
     * The job's name, which is also its consumer group, its folder for checkpoints and the prefix of its transactions. It names the
     * output, so that two jobs may read the same readings.
     */
    static String jobName(StepcastConfig config) {
        return "stepcast-" + config.topics().predictions() + "-"
                + config.model().id();
    }

    static RegistrySettings registry(StepcastConfig config) {
        return new RegistrySettings(
                config.registry().urls(),
                config.registry().register(),
                config.registry().retryFor(),
                config.registry().properties());
    }

    static Configuration flink(StepcastConfig config) {
        DeliveryConfig delivery = config.delivery();
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, delivery.parallelism());
        flink.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.NAME, jobName(config));
        // Three exchanges lie between a reading and its prediction; the default of 100 ms each would be felt.
        flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));

        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, delivery.checkpointInterval());
        // Whatever is delivered, each reading is learnt from once: with at-least-once only the sinks don't wait.
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        // No state without a name that a later version finds it by.
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointFolder(config));
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 3);
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);

        // A lost broker or registry must not stop the service for good.
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return flink;
    }

    /** URI of this job's own folder for checkpoints: another model id begins in another one, and so anew. */
    static String checkpointFolder(StepcastConfig config) {
        return within(config, jobName(config));
    }

    /** URI of the folder for parameters that are too large for a record. */
    static String modelFolder(StepcastConfig config) {
        return within(config, "models");
    }

    private static String within(StepcastConfig config, String folder) {
        String parent = uri(config.delivery().checkpointDir());
        return parent.endsWith("/") ? parent + folder : parent + "/" + folder;
    }

    /** The folder as Flink names it; it may be given as a URI or as a plain path, whatever characters that holds. */
    static String uri(String folder) {
        return SCHEME.matcher(folder).lookingAt()
                ? folder
                : org.apache.flink.core.fs.Path.fromLocalFile(
                                Path.of(folder).toAbsolutePath().normalize().toFile())
                        .toString();
    }
}
