package io.stepcast.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How surely records are delivered and state is kept.
 *
 * @param guarantee {@code exactly-once} (default) or {@code at-least-once}
 * @param checkpointInterval {@code checkpoint-interval}, 5 s
 * @param checkpointDir where checkpoints are kept, a URI or a folder ({@code checkpoint-dir}, required)
 * @param parallelism subtasks per operator (1)
 */
public record DeliveryConfig(Guarantee guarantee, Duration checkpointInterval, String checkpointDir, int parallelism)
        implements Serializable {

    /** How often a record may come out. */
    public enum Guarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }
}
