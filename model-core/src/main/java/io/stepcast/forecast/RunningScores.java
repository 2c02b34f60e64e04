package io.stepcast.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Sums over the outcomes of a series so far; errors are absolute, in units of the running standard deviation, one per present
 * value.
 *
 * @param outcomes predictions whose reading has come
 * @param values present values in them, the first of a feature left out: nothing stood behind its prediction
 * @param error sum of the forecast's errors
 * @param persistenceError sum of persistence's errors on the same values
 * @param linearError sum of the online linear model's errors on the same values
 * @param covered values within their interval, its ends included
 */
public record RunningScores(
        long outcomes, long values, double error, double persistenceError, double linearError, long covered) {

    static final RunningScores NONE = new RunningScores(0, 0, 0, 0, 0, 0);

    /** These scores and one more outcome; {@code counts} says which features have a value to score. */
    RunningScores plus(Scored scored, boolean[] counts) {
        long moreValues = 0;
        long moreCovered = 0;
        double errors = error;
        double persistenceErrors = persistenceError;
        double linearErrors = linearError;
        Forecast prediction = scored.prediction();
        for (int f = 0; f < counts.length; f++) {
            if (counts[f]) {
                double observed = scored.observed()[f];
                double spread = scored.spread()[f];
                moreValues++;
                errors += Math.abs(observed - prediction.expected()[f]) / spread;
                persistenceErrors += Math.abs(observed - scored.persistence()[f]) / spread;
                linearErrors += Math.abs(observed - scored.linear()[f]) / spread;
                if (observed >= prediction.lower()[f] && observed <= prediction.upper()[f]) {
                    moreCovered++;
                }
            }
        }
        return new RunningScores(
                outcomes + 1, values + moreValues, errors, persistenceErrors, linearErrors, covered + moreCovered);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(outcomes);
        out.writeLong(values);
        out.writeDouble(error);
        out.writeDouble(persistenceError);
        out.writeDouble(linearError);
        out.writeLong(covered);
    }

    static RunningScores read(DataInput in) throws IOException {
        return new RunningScores(
                in.readLong(), in.readLong(), in.readDouble(), in.readDouble(), in.readDouble(), in.readLong());
    }
}
