package io.stepcast.job.operator;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.network.NetworkFile;
import io.stepcast.network.NetworkState;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import io.stepcast.schema.Probe;
import io.stepcast.version.ModelVersion;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the records of the model-updates topic. */
public final class ModelUpdateEncoder implements AutoCloseable {

    private final AvroEncoder<ModelUpdate> encoder;
    private final Factory settings;

    private ModelUpdateEncoder(AvroEncoder<ModelUpdate> encoder, Factory settings) {
        this.encoder = encoder;
        this.settings = settings;
    }

    /**
     * Travels to the task manager and makes the encoder there.
     *
     * @param configuration what a reader of the version needs to know of the model's configuration
     * @param encoding how inputs are made, as JSON
     * @param files where parameters go that are larger than {@code inlineLimit} bytes
     */
    public record Factory(
            RegistrySettings registry,
            String topic,
            Map<String, String> configuration,
            String encoding,
            ModelFiles files,
            int inlineLimit)
            implements Serializable {

        public Factory {
            configuration = Map.copyOf(configuration);
        }

        ModelUpdateEncoder create() {
            return new ModelUpdateEncoder(AvroEncoder.forTopic(registry, topic, ModelUpdate.class), this);
        }
    }

    /**
     * A version's record.
     *
     * @param uri of the file with its parameters, or null when the record carries them
     */
    record Version(KafkaOutput output, @Nullable String uri) {}

    /**
     * A published version: self-contained, its parameters as safetensors that tell how their inputs are made.
     *
     * @param shareLearnt share of the labelled windows since the version before that were learnt from
     */
    Version version(LearnerOutput.Published published, double shareLearnt) {
        byte[] parameters = parameters(published);
        String sha256 = ModelFiles.sha256(parameters);
        String uri = parameters.length > settings.inlineLimit() ? write(sha256, parameters) : null;
        ModelUpdate update = ModelUpdate.newBuilder()
                .setModelId(published.modelId())
                .setVersion(published.version())
                .setParentVersion(published.version() - 1)
                .setKind(ModelUpdateKind.VERSION)
                .setConfiguration(settings.configuration())
                .setEncoding(settings.encoding())
                .setTrainedThrough(trainedThrough(published.trainedThroughMillis()))
                .setLearningStep(published.learningStep())
                .setSamples(published.labelledWindows())
                .setShareLearnt(shareLearnt)
                .setPrequentialLoss(published.prequentialLoss())
                .setSha256(sha256)
                .setParameters(uri == null ? ByteBuffer.wrap(parameters) : null)
                .setUri(uri)
                .setProbes(published.probes().stream()
                        .map(probe -> new Probe(boxed(probe.input()), boxed(probe.output())))
                        .toList())
                .build();
        return new Version(output(key(published.modelId(), published.version()), update), uri);
    }

    private byte[] parameters(LearnerOutput.Published published) {
        // In one order on every machine: the bytes have a hash.
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("modelId", published.modelId());
        metadata.put("version", Long.toString(published.version()));
        metadata.put(ModelVersion.ENCODING, settings.encoding());
        return NetworkFile.of(networks(published.members()), metadata).toBytes();
    }

    /** By name, in one order; a single one under PyTorch's own names. */
    private static Map<String, NetworkState> networks(List<Ensemble.MemberState> members) {
        Map<String, NetworkState> networks = new LinkedHashMap<>();
        for (Ensemble.MemberState member : members) {
            networks.put(members.size() == 1 ? "" : member.name(), member.state());
        }
        return networks;
    }

    private String write(String sha256, byte[] parameters) {
        try {
            return settings.files().write(sha256, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the parameters could not be written to " + settings.files().folder(), e);
        }
    }

    /** The tombstone of a version. */
    KafkaOutput tombstone(String modelId, long version) {
        return new KafkaOutput(bytes(key(modelId, version)), null, List.of());
    }

    /**
     * An event.
     *
     * @param place in the ring of keys that events take turns at
     */
    KafkaOutput event(LearnerOutput.Warned warned, int place) {
        ModelUpdate update = ModelUpdate.newBuilder()
                .setModelId(warned.modelId())
                .setVersion(warned.version())
                .setParentVersion(warned.version())
                .setKind(ModelUpdateKind.EVENT)
                .setEvent(warned.event())
                .setTrainedThrough(trainedThrough(warned.trainedThroughMillis()))
                .setLearningStep(warned.learningStep())
                .setSamples(warned.labelledWindows())
                .setPrequentialLoss(warned.prequentialLoss())
                .build();
        return output(warned.modelId() + "/event-" + place, update);
    }

    private KafkaOutput output(String key, ModelUpdate update) {
        return new KafkaOutput(bytes(key), encoder.encode(update), List.of());
    }

    private static String key(String modelId, long version) {
        return modelId + "/" + version;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static Instant trainedThrough(long millis) {
        return Instant.ofEpochMilli(millis == Long.MIN_VALUE ? 0 : millis);
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
