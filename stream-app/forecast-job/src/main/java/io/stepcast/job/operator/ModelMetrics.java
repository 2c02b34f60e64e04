package io.stepcast.job.operator;

import io.stepcast.learn.Intake;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.learn.Refusal;
import org.apache.flink.metrics.MetricGroup;

/** Shows how a model does, in the metric group {@code model.<id>} of its operator. */
final class ModelMetrics {

    private ModelMetrics() {}

    static MetricGroup group(MetricGroup operator, String modelId) {
        return operator.addGroup("model", modelId);
    }

    /** Gauges that read the model when they are asked; each of its numbers is read as one word. */
    static void show(ServedModel model, MetricGroup operator) {
        MetricGroup group = group(operator, model.id());
        OnlineLearner learner = model.learner();
        Intake intake = model.intake();
        group.gauge("version", learner::version);
        group.gauge("learningSteps", learner::learningSteps);
        group.gauge("refusedSteps", () -> learner.guard().refused());
        for (Refusal reason : Refusal.values()) {
            group.gauge(
                    "refusedSteps." + reason.id(),
                    () -> learner.guard().refusals().getOrDefault(reason, 0L));
        }
        group.gauge("weightReturns", () -> learner.guard().returns());
        group.gauge("driftsDetected", learner::driftsDetected);
        group.gauge("prequentialLoss", learner::prequentialLoss);
        group.gauge("persistenceLoss", intake::persistenceLoss);
        group.gauge("labelledWindows", intake::offered);
        group.gauge("learntWindows", intake::taken);
        group.gauge("shareLearnt", intake::share);
        group.gauge("thinning", () -> intake.thinning() ? 1 : 0);
    }
}
