package io.stepcast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.Prediction;

/** For programs: the fields of the record under their own names, times as ISO 8601. */
final class JsonPredictions implements PredictionPrinter {

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public String print(Prediction prediction) {
        ObjectNode root = mapper.createObjectNode();
        root.put("series", prediction.getSeries());
        root.put("issuedAt", prediction.getIssuedAt().toString());
        root.put(
                "targetTime",
                prediction.getTargetTime() == null
                        ? null
                        : prediction.getTargetTime().toString());
        ArrayNode features = root.putArray("features");
        for (FeaturePrediction feature : prediction.getFeatures()) {
            features.addObject()
                    .put("name", feature.getName())
                    .put("expected", feature.getExpected())
                    .put("lower", feature.getLower())
                    .put("upper", feature.getUpper());
        }
        root.put("coverage", prediction.getCoverage());
        root.put("modelId", prediction.getModelId());
        root.put("modelVersion", prediction.getModelVersion());
        root.put("learningStep", prediction.getLearningStep());
        root.put("windowSteps", prediction.getWindowSteps());
        try {
            return mapper.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values must be writable as JSON", e);
        }
    }
}
