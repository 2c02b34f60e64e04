package io.stepcast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

final class ForecastJobTest {

    private static final StepcastConfig CONFIG = ConfigLoader.parse("""
            kafka: {bootstrap.servers: "kafka:9092"}
            registry: {url: "http://registry:8081"}
            topics: {prefix: weather}
            series: {features: [load]}
            model: {routes: [{series: "eu-*", id: eu}]}
            delivery: {checkpoint-dir: checkpoints}
            """, "test.yaml", List.of(), Map.of());

    /** What savepoints are read by: a name that changes here loses the state under it. */
    @Test
    void everyOperatorHasAnIdThatALaterVersionFindsItsStateBy() {
        StreamGraph graph = graph(JobSettings.flink(CONFIG));

        assertThat(graph.getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .doesNotContainNull()
                .contains("readings", "decode", "windowing", "routing", "learner", "forecaster")
                .filteredOn(uid -> uid.contains("predictions"))
                .isNotEmpty();
        assertThat(graph.getJobGraph().getNumberOfVertices()).isPositive();
    }

    @Test
    void anOperatorWithoutAnIdWouldNotEvenStart() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(JobSettings.flink(CONFIG));
        ForecastJob.build(env, CONFIG);
        env.fromData(1, 2).print();

        assertThatThrownBy(() -> env.getStreamGraph().getJobGraph())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Auto generated UIDs have been disabled");
    }

    private static StreamGraph graph(Configuration flink) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        ForecastJob.build(env, CONFIG);
        return env.getStreamGraph();
    }
}
