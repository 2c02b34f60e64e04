package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.learn.LearnerOutput;
import io.stepcast.network.TrainingStep;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Histogram;
import org.junit.jupiter.api.Test;

final class LearnerMeterTest {

    private static final LearnerOutput PREDICTED =
            new LearnerOutput.Predicted(Readings.windows(1, 2).get(0).getValue().step(), new float[1][2], 0, 0);
    private static final LearnerOutput LEARNT = new LearnerOutput.Learnt(1, 1, 0, new TrainingStep.Applied(1, 1));

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final AtomicLong nanos = new AtomicLong();
    private final LearnerMeter meter = new LearnerMeter(metrics.task(), nanos::get);

    @Test
    void whatTakesTheOutputsIsNotCounted() {
        meter.begins();
        comes(3_000, PREDICTED);
        comes(0, PREDICTED);
        comes(0, PREDICTED);
        comes(20_000, LEARNT);
        meter.ends();
        meter.begins();
        comes(5_000, PREDICTED);
        meter.ends();
        meter.begins();
        meter.ends();

        assertThat(values("forwardPassMicros")).containsExactly(3, 5);
        assertThat(values("learningStepMicros")).containsExactly(20);
        assertThat(values("batchSize")).containsExactly(3, 1);
    }

    /** The learner works for so long, then an output comes, which takes a second to be taken. */
    private void comes(long workNanos, LearnerOutput output) {
        nanos.addAndGet(workNanos);
        meter.comes(output);
        nanos.addAndGet(1_000_000_000);
        meter.taken();
    }

    private long[] values(String name) {
        Histogram histogram = metrics.all().entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(name))
                .map(metric -> (Histogram) metric.getValue())
                .findFirst()
                .orElseThrow();
        return histogram.getStatistics().getValues();
    }
}
