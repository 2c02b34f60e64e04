package io.stepcast.job.operator;

import io.stepcast.learn.LearnerOutput;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Measures a learner from outside, by when its outputs come: the first prediction of a batch ends its forward pass, and a learning step
 * runs from the last thing before it to its own output. What takes the outputs is not counted. Confined to the task thread.
 */
final class LearnerMeter {

    /** Newest values that a histogram stands on. */
    private static final int KEPT = 1000;

    private static final long NANOS_PER_MICRO = 1000;

    private final LongSupplier nanoClock;
    private final Histogram batchSize = new DescriptiveStatisticsHistogram(KEPT);
    private final Histogram forwardPassMicros = new DescriptiveStatisticsHistogram(KEPT);
    private final Histogram learningStepMicros = new DescriptiveStatisticsHistogram(KEPT);
    private long since;
    private int predicted;

    LearnerMeter(MetricGroup operator, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        operator.histogram("batchSize", batchSize);
        operator.histogram("forwardPassMicros", forwardPassMicros);
        operator.histogram("learningStepMicros", learningStepMicros);
    }

    /** The learner begins to work. */
    void begins() {
        predicted = 0;
        since = nanoClock.getAsLong();
    }

    /** An output of the learner has come and is about to be taken. */
    void comes(LearnerOutput output) {
        if (output instanceof LearnerOutput.Predicted) {
            if (predicted++ == 0) {
                forwardPassMicros.update(micros());
            }
        } else if (output instanceof LearnerOutput.Learnt) {
            batchIsOver();
            learningStepMicros.update(micros());
        }
    }

    /** The output has been taken, and the learner works on. */
    void taken() {
        since = nanoClock.getAsLong();
    }

    /** The learner has done its work. */
    void ends() {
        batchIsOver();
    }

    private void batchIsOver() {
        if (predicted > 0) {
            batchSize.update(predicted);
            predicted = 0;
        }
    }

    private long micros() {
        return (nanoClock.getAsLong() - since) / NANOS_PER_MICRO;
    }
}
