package io.stepcast.job;

import io.stepcast.config.StepcastConfig;
import io.stepcast.job.operator.LearnerOperator;
import io.stepcast.job.operator.WindowingOperator;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The forecast job on a Flink cluster inside this process, going on from its newest checkpoint. */
public final class LocalJob implements AutoCloseable {

    /** Nobody serves the web UI. */
    public static final int NO_WEB_UI = -1;

    private static final Logger LOG = LoggerFactory.getLogger(LocalJob.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SAVEPOINT_TIMEOUT = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 50;

    private final MiniCluster cluster;
    private final JobID jobId;
    private final boolean webUi;
    private final String checkpointFolder;

    private LocalJob(MiniCluster cluster, JobID jobId, boolean webUi, String checkpointFolder) {
        this.cluster = cluster;
        this.jobId = jobId;
        this.webUi = webUi;
        this.checkpointFolder = checkpointFolder;
    }

    /** Starts the job from where its last run ended or, if {@code fresh}, from no state. */
    public static LocalJob start(StepcastConfig config, int webPort, boolean fresh) {
        return start(config, webPort, fresh ? new StartPoint.Fresh() : new StartPoint.Newest());
    }

    /**
     * Starts the job.
     *
     * @param webPort port of Flink's web UI on loopback; 0 for a free one, {@link #NO_WEB_UI} for none
     * @throws JobStartException with one clear sentence when the job can't start
     */
    public static LocalJob start(StepcastConfig config, int webPort, StartPoint from) {
        Preflight.require(config);
        Configuration flink = JobSettings.flink(config);
        local(flink, webPort);
        recover(config, from, flink);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        ForecastJob.build(env, config);
        StreamGraph graph = env.getStreamGraph();

        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(config.delivery().parallelism())
                .build());
        try {
            cluster.start();
            JobID jobId = cluster.submitJob(graph).get().getJobID();
            return new LocalJob(cluster, jobId, webPort != NO_WEB_UI, JobSettings.checkpointFolder(config));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeQuietly(cluster);
            throw new JobStartException("interrupted while the job was starting", e);
        } catch (Exception e) {
            closeQuietly(cluster);
            throw new JobStartException("the job could not start: " + rootMessage(e), e);
        }
    }

    /** Address of Flink's web UI, or empty when it is off. */
    public Optional<String> webUrl() {
        return webUi
                ? Optional.of(
                        "http://127.0.0.1:" + cluster.getRestAddress().join().getPort())
                : Optional.empty();
    }

    /** How the job stands now. */
    public LocalJobStatus status() {
        AccessExecutionGraph graph = cluster.getExecutionGraph(jobId).join();
        Map<String, SerializedValue<OptionalFailure<Object>>> counts = graph.getAccumulatorsSerialized();
        ErrorInfo failure = graph.getFailureInfo();
        return new LocalJobStatus(
                graph.getState().name(),
                count(counts, WindowingOperator.WARMING),
                count(counts, WindowingOperator.REPEATED) + count(counts, WindowingOperator.CORRECTED),
                count(counts, LearnerOperator.LEARNING_STEPS),
                failure == null ? null : failure.getException().deserializeError(LocalJob.class.getClassLoader()));
    }

    /**
     * Stops the job with a savepoint: all that was read so far is in it, and all that came of it is committed. The next start of the
     * same job goes on from it.
     *
     * @param folder where it goes, a folder or a URI
     * @return the savepoint's URI
     * @throws JobStopException with one clear sentence if there is none; the job's last checkpoint is then kept
     */
    public String stopWithSavepoint(String folder) {
        try {
            awaitRunning();
            String savepoint = cluster.stopWithSavepoint(
                            jobId, JobSettings.uri(folder), false, SavepointFormatType.CANONICAL)
                    .get(SAVEPOINT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            Checkpoints.stopped(checkpointFolder, savepoint);
            return savepoint;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobStopException("interrupted while the savepoint was being written", e);
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new JobStopException("no savepoint could be written to " + folder + ": " + rootMessage(e), e);
        }
    }

    /** A job whose tasks are not all there yet refuses a savepoint. */
    private void awaitRunning() throws InterruptedException {
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (System.nanoTime() < end && !isRunning()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean isRunning() {
        for (AccessExecutionVertex task :
                cluster.getExecutionGraph(jobId).join().getAllExecutionVertices()) {
            if (task.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /** Cancels the job, keeping its checkpoints, and stops the cluster. */
    @Override
    public void close() {
        try {
            JobStatus status = cluster.getJobStatus(jobId).get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (!status.isGloballyTerminalState()) {
                cluster.cancelJob(jobId).get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                cluster.requestJobResult(jobId).get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The job did not stop in order; its last checkpoint is kept", e);
        }
        closeQuietly(cluster);
    }

    private static void recover(StepcastConfig config, StartPoint from, Configuration flink) {
        if (from instanceof StartPoint.Savepoint savepoint) {
            recoverFrom(JobSettings.uri(savepoint.path()), RecoveryClaimMode.NO_CLAIM, flink);
        } else if (from instanceof StartPoint.Newest) {
            newest(config)
                    .ifPresent(newest -> recoverFrom(
                            newest.path(),
                            // A checkpoint becomes this run's own, which removes it when newer ones are done; a
                            // savepoint is its owner's.
                            newest.savepoint() ? RecoveryClaimMode.NO_CLAIM : RecoveryClaimMode.CLAIM,
                            flink));
        }
    }

    private static void recoverFrom(String path, RecoveryClaimMode mode, Configuration flink) {
        requireThere(path);
        LOG.info("Going on from {}", path);
        flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
        flink.set(StateRecoveryOptions.RESTORE_MODE, mode);
    }

    private static void requireThere(String path) {
        try {
            if (!Checkpoints.isThere(path)) {
                throw new JobStartException(
                        "a savepoint or checkpoint is required at " + path
                                + ", and there is none; name another one with"
                                + " --from-savepoint, or begin anew with --fresh",
                        null);
            }
        } catch (IOException e) {
            throw new JobStartException("the savepoint " + path + " can't be read: " + e.getMessage(), e);
        }
    }

    private static void local(Configuration flink, int webPort) {
        flink.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        flink.set(RestOptions.ADDRESS, "127.0.0.1");
        flink.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        // Task managers would ask for larger task data at the host's own address, where nobody listens.
        flink.set(BlobServerOptions.OFFLOAD_MINSIZE, Integer.MAX_VALUE);
        flink.set(RestOptions.BIND_PORT, Integer.toString(Math.max(webPort, 0)));
        flink.set(WebOptions.SUBMIT_ENABLE, false);
        // Accumulators travel with heartbeats.
        flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    }

    private static Optional<Checkpoints.End> newest(StepcastConfig config) {
        try {
            return Checkpoints.newest(JobSettings.checkpointFolder(config));
        } catch (IOException e) {
            throw new JobStartException(
                    "the checkpoint folder " + config.delivery().checkpointDir() + " can't be read: " + e.getMessage(),
                    e);
        }
    }

    private static long count(Map<String, SerializedValue<OptionalFailure<Object>>> counts, String name) {
        SerializedValue<OptionalFailure<Object>> serialized = counts.get(name);
        if (serialized == null) {
            return 0;
        }
        try {
            Object value =
                    serialized.deserializeValue(LocalJob.class.getClassLoader()).getUnchecked();
            return value instanceof Long number ? number : 0;
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("the count '" + name + "' could not be read", e);
        }
    }

    private static void closeQuietly(MiniCluster cluster) {
        try {
            cluster.close();
        } catch (Exception e) {
            LOG.warn("The local cluster did not stop in order", e);
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
