package io.stepcast.job.operator;

import io.stepcast.forecast.LiveScores;
import io.stepcast.forecast.Scored;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/**
 * Shows how a subtask's forecasts do, per model in the metric group {@code model.<id>}. They begin anew with every start of the task:
 * the scores of each series itself are in its state. Confined to the task thread.
 */
final class ForecastMetrics {

    private final MetricGroup operator;
    private final Map<String, LiveScores> models = new HashMap<>();

    ForecastMetrics(MetricGroup operator) {
        this.operator = operator;
    }

    /** Takes an outcome of a series of the model. */
    void add(String modelId, Scored scored) {
        models.computeIfAbsent(modelId, this::shown).add(scored);
    }

    private LiveScores shown(String modelId) {
        LiveScores scores = new LiveScores();
        MetricGroup group = ModelMetrics.group(operator, modelId);
        group.gauge("scoredValues", scores::values);
        group.gauge("coverage", scores::coverage);
        show(group, "", scores.forecast());
        show(group, "persistence", scores.persistence());
        show(group, "linear", scores.linear());
        return scores;
    }

    private static void show(MetricGroup group, String method, LiveScores.Errors errors) {
        group.gauge(method.isEmpty() ? "mae" : method + "Mae", errors::mae);
        group.gauge(method.isEmpty() ? "mse" : method + "Mse", errors::mse);
    }
}
