package io.stepcast.job.operator;

import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.OnlineLearner;
import java.io.Serializable;

/** Makes a new learner on the task manager that owns its model. */
@FunctionalInterface
public interface LearnerFactory extends Serializable {

    OnlineLearner create(LearnerConfig config);
}
