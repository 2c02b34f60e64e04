package io.stepcast.job;

import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.DeliveryConfig;
import io.stepcast.config.EventTimeConfig;
import io.stepcast.config.LearningConfig;
import io.stepcast.config.StepcastConfig;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.decode.DecodingSchema;
import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.job.operator.ForecastEncoder;
import io.stepcast.job.operator.LearnerOperator;
import io.stepcast.job.operator.ModelUpdateEncoder;
import io.stepcast.job.operator.RoutingFunction;
import io.stepcast.job.operator.WindowingOperator;
import io.stepcast.job.wire.DecodedRecord;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.learn.Intake;
import io.stepcast.version.InputEncoding;
import io.stepcast.window.OrderConfig;
import io.stepcast.window.WindowConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Makes the job's parts from the configuration. */
final class JobParts {

    /** At most the broker's default {@code transaction.max.timeout.ms}; longer than any checkpoint should take. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    /** Room for a dead letter: a record as large as brokers take by default, and headers that say why. */
    private static final int LARGEST_REQUEST = 4 << 20;

    private final StepcastConfig config;
    private final ModelParts model;

    JobParts(StepcastConfig config) {
        this.config = config;
        model = new ModelParts(config);
    }

    RegistrySettings registry() {
        return JobSettings.registry(config);
    }

    WindowConfig window() {
        return model.window();
    }

    LearnerOperator learner() {
        return new LearnerOperator(
                config.model().ids().stream().map(model::learner).toList(),
                fixed(),
                model.learnerFactory(),
                modelUpdateEncoder(),
                new LearnerOperator.Settings(
                        config.serving().batchTimeout(),
                        config.serving().keepVersions(),
                        config.learning().overload() == LearningConfig.Overload.THIN
                                ? config.learning().maxLag().toMillis()
                                : Intake.NO_LIMIT));
    }

    RoutingFunction routing() {
        return new RoutingFunction(config.model().ids(), config.model()::idFor);
    }

    /** What the model's state stands on. */
    private FixedConfiguration fixed() {
        return FixedConfiguration.of(window())
                .with("series.features", String.join(",", config.series().features()))
                .with("model.hidden", Integer.toString(config.model().hidden()));
    }

    private ModelUpdateEncoder.Factory modelUpdateEncoder() {
        return new ModelUpdateEncoder.Factory(
                registry(),
                config.topics().modelUpdates(),
                modelConfiguration(),
                InputEncoding.of(window(), config.series().features()).toJson(),
                new ModelFiles(JobSettings.modelFolder(config)),
                config.serving().inlineLimit());
    }

    ForecastConfig forecast() {
        return model.forecast();
    }

    ForecastEncoder.Factory forecastEncoder() {
        return new ForecastEncoder.Factory(
                registry(),
                config.topics().predictions(),
                config.topics().outcomes(),
                config.series().features(),
                config.intervals().coverage(),
                config.model()::idFor);
    }

    /** How readings are put in the order of event time. */
    OrderConfig order() {
        EventTimeConfig time = config.series().time();
        return new OrderConfig(
                window().stepMillis(),
                time.maxLateness().toMillis(),
                ttlMillis(),
                time.maxWaiting(),
                OrderConfig.Corrections.valueOf(time.corrections().name()));
    }

    /** How long a series may be silent, or 0 for ever. */
    long ttlMillis() {
        Duration ttl = config.series().time().ttl();
        return ttl == null ? 0 : ttl.toMillis();
    }

    WindowingOperator windowing() {
        return new WindowingOperator(
                window(), order(), config.series().time().whenIdle() == EventTimeConfig.WhenIdle.RELEASE);
    }

    KafkaSource<DecodedRecord> source() {
        return KafkaSource.<DecodedRecord>builder()
                .setProperties(kafkaProperties())
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setTopics(config.topics().readings())
                .setGroupId(JobSettings.jobName(config))
                // Without a checkpoint there is no state, and the way to it leads over all readings.
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new DecodingSchema(config.series(), registry()))
                .build();
    }

    KafkaSink<KafkaOutput> sink(String topic, String name) {
        Properties properties = kafkaProperties();
        properties.putIfAbsent(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION_TIMEOUT.toMillis()));
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(LARGEST_REQUEST));
        return KafkaSink.<KafkaOutput>builder()
                .setKafkaProducerConfig(properties)
                .setRecordSerializer(new KafkaOutputSchema(topic))
                .setDeliveryGuarantee(
                        config.delivery().guarantee() == DeliveryConfig.Guarantee.EXACTLY_ONCE
                                ? DeliveryGuarantee.EXACTLY_ONCE
                                : DeliveryGuarantee.AT_LEAST_ONCE)
                .setTransactionalIdPrefix(JobSettings.jobName(config) + "-" + name)
                .build();
    }

    private Properties kafkaProperties() {
        Properties properties = new Properties();
        properties.putAll(config.kafka().properties());
        return properties;
    }

    private Map<String, String> modelConfiguration() {
        return Map.of(
                "features", String.join(",", config.series().features()),
                "window", Integer.toString(config.model().window()),
                "hidden", Integer.toString(config.model().hidden()),
                "learning-rate", Double.toString(config.learning().learningRate()),
                "seed", Long.toString(config.learning().seed()));
    }
}
