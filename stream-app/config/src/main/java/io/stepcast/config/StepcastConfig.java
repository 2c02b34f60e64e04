package io.stepcast.config;

import java.io.Serializable;

/** The whole configuration, one record per concern. Made by {@link ConfigLoader}. */
public record StepcastConfig(
        KafkaConfig kafka,
        RegistryConfig registry,
        TopicsConfig topics,
        SeriesConfig series,
        ModelConfig model,
        LearningConfig learning,
        ServingConfig serving,
        IntervalsConfig intervals,
        DeliveryConfig delivery)
        implements Serializable {}
