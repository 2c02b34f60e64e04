package io.stepcast.cli.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stepcast.backtest.ErrorScore;
import io.stepcast.fit.Epoch;
import io.stepcast.fit.FitScore;
import io.stepcast.fit.NextStep;
import io.stepcast.fit.Split;
import java.util.List;

/** A fit as one line of JSON. A number that can't be told is null. */
final class FitJson {

    private FitJson() {}

    /**
     * The line.
     *
     * @param next whether to tell what comes next: a list of one value per feature, or with several series an object of such lists
     */
    static String of(String input, Fitted fitted, String model, boolean next, boolean severalSeries)
            throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("input", input);
        root.put("rows", fitted.plan().rows());
        ArrayNode names = root.putArray("features");
        fitted.plan().features().forEach(names::add);
        Split split = fitted.plan().windows().split();
        root.putObject("windows")
                .put("training", split.training().length)
                .put("validation", split.validation().length)
                .put("test", split.test().length);
        root.put("epochs", fitted.result().epochs().size());
        root.put("stoppedEarly", fitted.result().stoppedEarly());
        root.put("bestEpoch", fitted.result().bestEpoch());
        Epoch best = fitted.result().best();
        ObjectNode loss = root.putObject("loss");
        put(loss, "training", best.trainingLoss());
        put(loss, "validation", best.validationLoss());
        put(loss, "persistence", fitted.persistenceLoss());
        test(root, fitted);
        root.put("seed", fitted.config().seed());
        put(root, "seconds", Math.round(fitted.seconds() * 1000) / 1000.0);
        root.put("device", fitted.device());
        root.put("model", model);
        if (next && severalSeries) {
            ObjectNode bySeries = root.putObject("next");
            fitted.next().forEach(step -> values(bySeries.putArray(step.series()), step));
        } else if (next) {
            values(root.putArray("next"), fitted.next().get(0));
        }
        return mapper.writeValueAsString(root);
    }

    private static void test(ObjectNode root, Fitted fitted) {
        FitScore score = fitted.score();
        if (score == null) {
            root.putNull("test");
            return;
        }
        ObjectNode test = root.putObject("test");
        ObjectNode scaled = test.putObject("scaled");
        put(scaled.putObject("model"), score.model());
        put(scaled.putObject("persistence"), score.persistence());
        ArrayNode perFeature = test.putArray("perFeature");
        List<String> features = fitted.plan().features();
        for (int f = 0; f < features.size(); f++) {
            ObjectNode node = perFeature.addObject().put("name", features.get(f));
            put(node.putObject("model"), score.features().get(f).model());
            put(node.putObject("persistence"), score.features().get(f).persistence());
        }
    }

    private static void values(ArrayNode target, NextStep step) {
        for (double value : step.expected()) {
            target.add(value);
        }
    }

    private static void put(ObjectNode node, ErrorScore score) {
        put(node, "mse", score.mse());
        put(node, "mae", score.mae());
    }

    /** JSON has no NaN. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
