package io.stepcast.job.operator;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** The metrics that an operator registers, as a reporter sees them: by their name within the operator. */
final class RecordedMetrics {

    private final Map<String, Metric> metrics = new TreeMap<>();

    /** The group of a task whose operators' metrics are recorded. */
    TaskMetricGroup task() {
        TestingMetricRegistry registry = TestingMetricRegistry.builder()
                .setRegisterConsumer((metric, name, group) -> metrics.put(name(name, group), metric))
                .build();
        return TaskManagerMetricGroup.createTaskManagerMetricGroup(registry, "localhost", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(ExecutionAttemptID.randomId(), "task");
    }

    /** What follows the operator's name and the subtask's index. */
    private static String name(String name, AbstractMetricGroup<?> group) {
        String identifier = group.getMetricIdentifier(name);
        int end = identifier.indexOf(".0.", identifier.indexOf(".task."));
        return end < 0 ? identifier : identifier.substring(end + 3);
    }

    Map<String, Metric> all() {
        return metrics;
    }

    Number gauge(String name) {
        return (Number) ((Gauge<?>) metric(name)).getValue();
    }

    long count(String name) {
        return ((Counter) metric(name)).getCount();
    }

    Histogram histogram(String name) {
        return (Histogram) metric(name);
    }

    private Metric metric(String name) {
        return Objects.requireNonNull(metrics.get(name), () -> name + " is none of " + metrics.keySet());
    }
}
