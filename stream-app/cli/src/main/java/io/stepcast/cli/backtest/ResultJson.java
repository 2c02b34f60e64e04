package io.stepcast.cli.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stepcast.backtest.BacktestResult;
import io.stepcast.backtest.ErrorScore;
import io.stepcast.backtest.IntervalScore;
import io.stepcast.backtest.MethodScore;
import io.stepcast.backtest.SeriesScore;
import java.util.List;
import java.util.Map;

/** A backtest's result as JSON. A number that can't be told is null. */
final class ResultJson {

    private ResultJson() {}

    /**
     * The document.
     *
     * @param configuration keys and values
     * @param severalSeries whether to list the series
     */
    static String of(
            String input,
            List<String> features,
            long seed,
            String preset,
            BacktestResult result,
            Map<String, String> configuration,
            boolean severalSeries)
            throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("input", input);
        root.put("rows", result.rows());
        ArrayNode names = root.putArray("features");
        features.forEach(names::add);
        root.put("seed", seed);
        root.put("preset", preset);
        root.put("scoredSteps", result.scoredSteps());
        ObjectNode scaled = root.putObject("scaled");
        ObjectNode raw = root.putObject("raw");
        for (MethodScore score : result.methods()) {
            put(scaled.putObject(score.method().id()), score.scaled());
            put(raw.putObject(score.method().id()), score.raw());
        }
        ArrayNode perFeature = root.putArray("perFeature");
        for (int f = 0; f < features.size(); f++) {
            put(
                    perFeature.addObject().put("name", features.get(f)),
                    result.perFeature().get(f));
        }
        if (severalSeries) {
            ArrayNode perSeries = root.putArray("perSeries");
            for (SeriesScore score : result.perSeries()) {
                ObjectNode node =
                        perSeries.addObject().put("name", score.series()).put("scoredSteps", score.steps());
                put(node, score.model());
                put(node.putObject("persistence"), score.persistence());
            }
        }
        intervals(root.putObject("intervals"), result.intervals());
        if (!result.furtherIntervals().isEmpty()) {
            ArrayNode further = root.putArray("furtherIntervals");
            result.furtherIntervals().forEach(score -> intervals(further.addObject(), score));
        }
        put(root, "microsPerReading", result.microsPerReading());
        ObjectNode keys = root.putObject("configuration");
        configuration.forEach(keys::put);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void intervals(ObjectNode node, IntervalScore score) {
        put(node, "coverage", score.coverage());
        put(node, "empirical", score.empirical());
        put(node, "meanWidthScaled", score.meanWidth());
        put(node, "winklerScaled", score.winkler());
        put(node, "fixedWidthWinklerScaled", score.fixedWinkler());
        put(node, "worstFeatureDeviation", score.worstFeatureDeviation());
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
