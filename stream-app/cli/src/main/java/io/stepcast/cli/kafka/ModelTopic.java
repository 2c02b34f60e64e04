package io.stepcast.cli.kafka;

import io.stepcast.cli.console.UserException;
import io.stepcast.codec.AvroDecoder;
import io.stepcast.codec.BadPayloadException;
import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the model-updates topic holds now: the newest record of each key, those removed left out. */
public final class ModelTopic {

    /**
     * @param writtenMillis Kafka timestamp of the record
     */
    private record Entry(ModelUpdate update, long writtenMillis) {}

    private final List<Entry> entries;

    private ModelTopic(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads the topic.
     *
     * @param warnings takes a sentence per record that is no model update
     * @throws UserException if the topic is not there or no broker answers
     */
    public static ModelTopic read(StepcastConfig config, Consumer<String> warnings) {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
        try (TopicFollower follower =
                new TopicFollower(config, List.of(config.topics().modelUpdates()), true)) {
            follower.readAll(record -> {
                String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                newest.remove(key);
                if (record.value() != null) {
                    newest.put(key, record);
                }
            });
        }
        List<Entry> entries = new ArrayList<>();
        try (AvroDecoder<ModelUpdate> decoder = AvroDecoder.specific(Clients.registry(config), ModelUpdate.class)) {
            for (ConsumerRecord<byte[], byte[]> record : newest.values()) {
                try {
                    entries.add(new Entry(decoder.decode(record.value()), record.timestamp()));
                } catch (BadPayloadException e) {
                    warnings.accept(record.topic() + ", partition " + record.partition() + ", offset " + record.offset()
                            + " is not a model update: " + e.getMessage());
                }
            }
        }
        return new ModelTopic(entries);
    }

    /** All versions of all models, by model and number. */
    public List<ModelUpdate> versions() {
        return ofKind(ModelUpdateKind.VERSION)
                .sorted(Comparator.comparing(ModelUpdate::getModelId).thenComparingLong(ModelUpdate::getVersion))
                .toList();
    }

    /** All events that are kept, by model and learning step. */
    public List<ModelUpdate> events() {
        return ofKind(ModelUpdateKind.EVENT)
                .sorted(Comparator.comparing(ModelUpdate::getModelId).thenComparingLong(ModelUpdate::getLearningStep))
                .toList();
    }

    private Stream<ModelUpdate> ofKind(ModelUpdateKind kind) {
        return entries.stream().map(Entry::update).filter(update -> update.getKind() == kind);
    }

    /** A version of a model. */
    public Optional<ModelUpdate> version(String modelId, long version) {
        return versions().stream()
                .filter(update -> update.getModelId().equals(modelId) && update.getVersion() == version)
                .findFirst();
    }

    /**
     * The version of a model that was written last. Numbers alone don't tell: they start again with a run that leaves earlier
     * checkpoints alone.
     */
    public Optional<ModelUpdate> latest(String modelId) {
        return entries.stream()
                .filter(entry -> entry.update().getKind() == ModelUpdateKind.VERSION
                        && entry.update().getModelId().equals(modelId))
                .max(Comparator.comparingLong(Entry::writtenMillis)
                        .thenComparingLong(entry -> entry.update().getVersion()))
                .map(Entry::update);
    }
}
