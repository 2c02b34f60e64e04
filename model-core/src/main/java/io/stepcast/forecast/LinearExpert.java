package io.stepcast.forecast;

import io.stepcast.window.Clip;
import io.stepcast.window.WindowEncoding;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A series' own online linear model of its next step: a vector autoregression by recursive least squares on the level, the last
 * three differences, the difference to a season ago, the step that the
 * slot's profile expects, and the calendar of the step to predict.
 */
final class LinearExpert {

    /** Lags 2, 3 and 4 of the step to predict; lag 1 is the newest value itself. */
    private static final int LAGS = 4;

    private static final double MOST_INPUT = 10;
    private static final RecursiveLeastSquares.Settings SETTINGS = new RecursiveLeastSquares.Settings(0.9999, 30, 3);

    private final WindowEncoding encoding;
    /** Rows back to the same moment of the last season; 0 where that is no lag of its own. */
    private final int seasonLag;

    private final boolean profiled;
    private final LastRows rows;
    private final GroupedRegression regression;

    LinearExpert(ForecastConfig config) {
        encoding = new WindowEncoding(config.window());
        long season = config.seasonReadings();
        seasonLag = season > LAGS && season <= ForecastConfig.LONGEST_SEASON_LAG ? (int) season : 0;
        profiled = config.slots() > 1;
        rows = new LastRows(config.features(), Math.max(LAGS, seasonLag + 1));
        int perFeature = LAGS + (seasonLag > 0 ? 1 : 0) + (profiled ? 1 : 0);
        regression = new GroupedRegression(SETTINGS, config.features(), perFeature, 1 + encoding.calendarWidth());
    }

    /**
     * Predicts the step after the newest row.
     *
     * @param steps receives the prediction in units of {@code step.stepScale()}; shape [features]
     */
    void predict(WindowStep step, double[] steps) {
        rows.add(step.last());
        for (int group = 0; group < regression.groups(); group++) {
            fill(step, group);
        }
        regression.predict(steps);
    }

    private void fill(WindowStep step, int group) {
        double[] row = regression.inputs(group);
        int first = group * regression.groupSize();
        int at = 0;
        for (int f = first; f < first + regression.groupSize(); f++) {
            row[at++] = encoding.level(step.input(), f);
            for (int lag = 2; lag <= LAGS; lag++) {
                row[at++] = difference(step, f, lag);
            }
            if (seasonLag > 0) {
                row[at++] = difference(step, f, seasonLag);
            }
            if (profiled) {
                row[at++] = encoding.profile(step.input(), f);
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

    /** The last step of a feature before the one to predict, x_(t-1) - x_(t-2), in step scales; 0 where there is none. */
    double lastStep(WindowStep step, int feature) {
        return stepAt(step, feature, 1);
    }

    /** The step of a feature one season before the one to predict, in step scales; 0 where there is none. */
    double stepOneSeasonAgo(WindowStep step, int feature) {
        return seasonLag > 0 ? stepAt(step, feature, seasonLag) : 0;
    }

    private double stepAt(WindowStep step, int feature, int lag) {
        return rows.holds(lag)
                ? (rows.value(lag - 1, feature) - rows.value(lag, feature)) / step.stepScale()[feature]
                : 0;
    }

    /** Forgets the rows, which are no longer those before the next one; what was learnt stays. */
    void restart() {
        rows.clear();
    }

    /**
     * Learns the step that came after the last prediction.
     *
     * @param steps in the units of the prediction, NaN where missing; shape [features]
     */
    void learn(double[] steps) {
        regression.learn(steps);
    }

    void write(DataOutput out) throws IOException {
        rows.write(out);
        regression.write(out);
    }

    void restore(DataInput in) throws IOException {
        rows.restore(in);
        regression.restore(in);
    }
}
