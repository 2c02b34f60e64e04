package io.stepcast.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the model learns.
 *
 * @param every labelled windows per learning step; 0 is {@code auto}: one per series seen so far, at least 2 and at most 256
 * @param replay replayed windows per new one ({@code auto}: 3)
 * @param replayCapacity most labelled windows kept for replay ({@code replay-capacity}, 4096)
 * @param learningRate {@code learning-rate}, 1e-3
 * @param gradientClipNorm {@code gradient-clip-norm}, 1.0
 * @param drift what is done when the loss has changed
 * @param overload what happens when readings come faster than they can be learnt from ({@code keep-up})
 * @param maxLag how late a window may come to the learner before it is thinned ({@code max-lag}, 30 s)
 * @param seed of all randomness (42)
 */
public record LearningConfig(
        int every,
        int replay,
        int replayCapacity,
        double learningRate,
        double gradientClipNorm,
        Drift drift,
        Overload overload,
        Duration maxLag,
        long seed)
        implements Serializable {

    /** What is done when the loss has changed. */
    public enum Drift {
        /** Learn faster and replay less for a while, and publish an event. */
        ADAPT,
        /** Publish an event. */
        REPORT,
        /** Don't look. */
        OFF
    }

    /** What happens when readings come faster than they can be learnt from. */
    public enum Overload {
        /** All is learnt from; the job reads more slowly. */
        KEEP_UP,
        /** Learning leaves windows out, predicting none. */
        THIN
    }
}
