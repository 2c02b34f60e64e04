package io.stepcast.forecast;

/**
 * A prediction beside the reading that then came, in the features' own units.
 *
 * @param observed NaN where the reading's value is missing; shape [features]
 * @param prediction what was predicted
 * @param persistence the last value before the reading; shape [features]
 * @param linear what the online linear model predicted; shape [features]
 * @param spread running standard deviation before the reading: the unit of the scores; shape [features]
 * @param anomalyScore how far outside the forecast the reading is, from 0 (as expected) to 1
 * @param modelVersion the model version behind the prediction
 */
public record Scored(
        double[] observed,
        Forecast prediction,
        double[] persistence,
        double[] linear,
        double[] spread,
        double anomalyScore,
        long modelVersion) {}
