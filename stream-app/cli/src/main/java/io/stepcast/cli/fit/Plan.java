package io.stepcast.cli.fit;

import io.stepcast.fit.FitWindows;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingConfig;
import java.util.List;
import java.util.Map;

/**
 * What is to be trained on what.
 *
 * @param features names, in order
 * @param rows of the file
 * @param usualSeed where the command names none
 * @param settings what a reader of the report wants to know, in order
 */
record Plan(
        List<String> features,
        int rows,
        FitWindows windows,
        RecurrentShape shape,
        TrainingConfig training,
        Networks.Device device,
        long usualSeed,
        Map<String, String> settings) {}
