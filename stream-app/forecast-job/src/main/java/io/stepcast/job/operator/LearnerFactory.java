package io.stepcast.job.operator;

import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.OnlineLearner;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Makes a new learner on the task manager that owns its model. */
@FunctionalInterface
public interface LearnerFactory extends Serializable {

    OnlineLearner create(LearnerConfig config);

    /** What a new learner's weights are taken from, in words, or null where they are drawn. */
    default @Nullable String origin() {
        return null;
    }
}
