package io.stepcast.job;

import org.jspecify.annotations.Nullable;

/**
 * How a local job stands. The counts are of the job's whole life, restarts included, and lag by up to a second.
 *
 * @param state Flink's job status: RUNNING, RESTARTING, FAILED, CANCELED…
 * @param warming readings before their series had a usable window
 * @param repeated readings that came before, the very same, or replaced another: nothing was predicted from them
 * @param learningSteps learning steps taken
 * @param failure why the job failed or last restarted, or null
 */
public record LocalJobStatus(
        String state,
        long warming,
        long repeated,
        long learningSteps,
        @Nullable Throwable failure) {}
