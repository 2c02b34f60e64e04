package io.stepcast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stepcast.schema.ModelUpdate;
import java.util.TreeMap;

/** A model update as JSON: the fields of the record under their own names, times as ISO 8601, without the parameters. */
final class ModelJson {

    private final ObjectMapper mapper = new ObjectMapper();

    /** What a list needs. */
    ObjectNode summary(ModelUpdate update) {
        ObjectNode root = mapper.createObjectNode();
        root.put("modelId", update.getModelId());
        root.put("version", update.getVersion());
        root.put("parentVersion", update.getParentVersion());
        root.put("kind", update.getKind().name());
        if (update.getEvent() != null) {
            root.put("event", update.getEvent());
        }
        root.put("trainedThrough", update.getTrainedThrough().toString());
        root.put("learningStep", update.getLearningStep());
        root.put("samples", update.getSamples());
        root.put("shareLearnt", update.getShareLearnt());
        root.put("prequentialLoss", update.getPrequentialLoss());
        root.put("sha256", update.getSha256());
        root.put("uri", update.getUri());
        return root;
    }

    /** All but parameters and probes. */
    ObjectNode details(ModelUpdate update) {
        ObjectNode root = summary(update);
        ObjectNode configuration = root.putObject("configuration");
        new TreeMap<>(update.getConfiguration()).forEach(configuration::put);
        try {
            root.set("encoding", update.getEncoding().isEmpty() ? null : mapper.readTree(update.getEncoding()));
        } catch (JsonProcessingException e) {
            root.put("encoding", update.getEncoding());
        }
        root.put(
                "parameterBytes",
                update.getParameters() == null ? null : update.getParameters().remaining());
        root.put("probes", update.getProbes().size());
        return root;
    }

    String text(ObjectNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values must be writable as JSON", e);
        }
    }
}
