package io.stepcast.cli;

import io.stepcast.cli.console.Figures;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.Prediction;
import java.util.Locale;

/** For people: {@code Seattle  2012-02-01 → 2012-02-02  temp_max 9.51 [5.20, 13.8]  …  model 3, step 412}. */
final class TextPredictions implements PredictionPrinter {

    /** The widest name so far, so that columns stand still soon. */
    private int seriesWidth = 8;

    @Override
    public String print(Prediction prediction) {
        seriesWidth = Math.max(seriesWidth, prediction.getSeries().length());
        StringBuilder line = new StringBuilder(String.format("%-" + seriesWidth + "s", prediction.getSeries()))
                .append("  ")
                .append(Figures.time(prediction.getIssuedAt()))
                .append(" → ")
                .append(prediction.getTargetTime() == null ? "next" : Figures.time(prediction.getTargetTime()));
        for (FeaturePrediction feature : prediction.getFeatures()) {
            double scale = feature.getUpper() - feature.getLower();
            line.append(String.format(
                    Locale.ROOT,
                    "  %s %7s %-18s",
                    feature.getName(),
                    Figures.value(feature.getExpected(), scale),
                    "[" + Figures.value(feature.getLower(), scale) + ", " + Figures.value(feature.getUpper(), scale)
                            + "]"));
        }
        return line.append("  model ")
                .append(prediction.getModelVersion())
                .append(", step ")
                .append(prediction.getLearningStep())
                .toString();
    }
}
