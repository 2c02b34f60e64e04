package io.stepcast.job.operator;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.network.Safetensors;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes the record of a published model version: self-contained, its parameters as safetensors. */
public final class ModelUpdateEncoder implements AutoCloseable {

    private final AvroEncoder<ModelUpdate> encoder;
    private final Map<String, String> configuration;

    private ModelUpdateEncoder(AvroEncoder<ModelUpdate> encoder, Map<String, String> configuration) {
        this.encoder = encoder;
        this.configuration = configuration;
    }

    /**
     * Travels to the task manager and makes the encoder there.
     *
     * @param configuration what a reader of the version needs to know of the model's configuration
     */
    public record Factory(RegistrySettings registry, String topic, Map<String, String> configuration)
            implements Serializable {

        public Factory {
            configuration = Map.copyOf(configuration);
        }

        ModelUpdateEncoder create() {
            return new ModelUpdateEncoder(AvroEncoder.forTopic(registry, topic, ModelUpdate.class), configuration);
        }
    }

    KafkaOutput encode(LearnerOutput.Published published) {
        byte[] parameters = Safetensors.of(published.state(), Map.of("modelId", published.modelId()))
                .toBytes();
        ModelUpdate update = ModelUpdate.newBuilder()
                .setModelId(published.modelId())
                .setVersion(published.version())
                .setParentVersion(published.version() - 1)
                .setKind(ModelUpdateKind.VERSION)
                .setConfiguration(configuration)
                .setTrainedThrough(Instant.ofEpochMilli(published.trainedThroughMillis()))
                .setLearningStep(published.learningStep())
                .setSamples(published.labelledWindows())
                .setPrequentialLoss(published.prequentialLoss())
                .setSha256(sha256(parameters))
                .setParameters(ByteBuffer.wrap(parameters))
                .build();
        String key = published.modelId() + "/" + published.version();
        return new KafkaOutput(key.getBytes(StandardCharsets.UTF_8), encoder.encode(update), List.of());
    }

    @Override
    public void close() {
        encoder.close();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
