package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import io.stepcast.window.Clip;
import io.stepcast.window.WindowEncoding;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A series' own online linear model of its next step: a vector autoregression by recursive least squares on the level, the last
 * three differences, the difference to a season ago, and the calendar of the step to predict. Up to {@value #MOST_SHARED} features
 * explain each other; beyond that each one has a model of its own, so that work and memory grow with the features, not their square.
 *
 * <p>Memory: with d inputs, d² + d features doubles (shared; d = 5 features + 11 at most), plus the last season's rows.
 */
final class LinearExpert {

    /** Features up to which all explain each other: at 20, P takes 100 kB. */
    private static final int MOST_SHARED = 20;

    /** Lags 2, 3 and 4 of the step to predict; lag 1 is the newest value itself. */
    private static final int LAGS = 4;

    private static final double MOST_INPUT = 10;
    private static final RecursiveLeastSquares.Settings SETTINGS = new RecursiveLeastSquares.Settings(0.9999, 30, 3);

    private final int features;
    private final WindowEncoding encoding;
    /** Rows back to the same moment of the last season; 0 where that is no lag of its own. */
    private final int seasonLag;

    private final LastRows rows;
    private final int groupSize;
    private final RecursiveLeastSquares[] regressions;
    /** The inputs behind the last prediction; shape [groups][inputs]. */
    private final double[][] inputs;

    LinearExpert(ForecastConfig config) {
        features = config.features();
        encoding = new WindowEncoding(config.window());
        long season = config.seasonReadings();
        seasonLag = season > LAGS && season <= ForecastConfig.LONGEST_SEASON_LAG ? (int) season : 0;
        rows = new LastRows(features, Math.max(LAGS, seasonLag));
        groupSize = features <= MOST_SHARED ? features : 1;
        regressions = new RecursiveLeastSquares[features / groupSize];
        int lagsPerFeature = LAGS + (seasonLag > 0 ? 1 : 0);
        int width = lagsPerFeature * groupSize + 1 + encoding.calendarWidth();
        inputs = new double[regressions.length][width];
        for (int group = 0; group < regressions.length; group++) {
            regressions[group] = new RecursiveLeastSquares(SETTINGS, width, groupSize);
        }
    }

    /**
     * Predicts the step after the newest row.
     *
     * @param steps receives the prediction in units of {@code step.stepScale()}; shape [features]
     */
    void predict(WindowStep step, double[] steps) {
        rows.add(step.last());
        for (int group = 0; group < regressions.length; group++) {
            fill(step, group);
            for (int i = 0; i < groupSize; i++) {
                steps[group * groupSize + i] = regressions[group].predict(inputs[group], i);
            }
        }
    }

    private void fill(WindowStep step, int group) {
        double[] row = inputs[group];
        int at = 0;
        for (int f = group * groupSize; f < (group + 1) * groupSize; f++) {
            row[at++] = encoding.level(step.input(), f);
            for (int lag = 2; lag <= LAGS; lag++) {
                row[at++] = difference(step, f, lag);
            }
            if (seasonLag > 0) {
                row[at++] = difference(step, f, seasonLag);
            }
        }
        row[at++] = 1;
        encoding.copyCalendar(step.input(), row, at);
    }

    /** (x_(t-lag) - x_(t-1)) / spread, where t is the step to predict; 0 where there is no such row. */
    private double difference(WindowStep step, int feature, int lag) {
        int age = lag - 1;
        return rows.holds(age)
                ? Clip.clip((rows.value(age, feature) - step.last()[feature]) / step.spread()[feature], MOST_INPUT)
                : 0;
    }

    /**
     * Learns the step that came after the last prediction.
     *
     * @param steps in the units of the prediction, NaN where missing; shape [features]
     */
    void learn(double[] steps) {
        double[] targets = new double[groupSize];
        for (int group = 0; group < regressions.length; group++) {
            System.arraycopy(steps, group * groupSize, targets, 0, groupSize);
            regressions[group].learn(inputs[group], targets);
        }
    }

    void write(DataOutput out) throws IOException {
        rows.write(out);
        for (int group = 0; group < regressions.length; group++) {
            regressions[group].write(out);
            StateArrays.writeDoubles(out, inputs[group]);
        }
    }

    void restore(DataInput in) throws IOException {
        rows.restore(in);
        for (int group = 0; group < regressions.length; group++) {
            regressions[group].restore(in);
            StateArrays.readDoubles(in, inputs[group]);
        }
    }
}
