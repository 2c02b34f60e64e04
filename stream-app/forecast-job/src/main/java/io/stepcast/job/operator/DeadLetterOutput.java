package io.stepcast.job.operator;

import io.stepcast.job.wire.DeadLetter;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

/** The way to the dead-letter topic: a side output, counted by reason as {@code deadLetters.<reason>}. */
public final class DeadLetterOutput {

    /** The side output that the dead-letter sink reads. */
    public static final OutputTag<KafkaOutput> TAG = new OutputTag<>("dead-letters", Wire.KAFKA_OUTPUT);

    private final Map<DeadLetter.Reason, Counter> counters = new EnumMap<>(DeadLetter.Reason.class);

    public DeadLetterOutput(MetricGroup metrics) {
        MetricGroup group = metrics.addGroup("deadLetters");
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            counters.put(reason, group.counter(reason.label()));
        }
    }

    /** Counts the letter and hands it to {@code output}. */
    public void emit(DeadLetter letter, BiConsumer<OutputTag<KafkaOutput>, KafkaOutput> output) {
        Counter counter = counters.get(letter.reason());
        if (counter != null) {
            counter.inc();
        }
        output.accept(TAG, letter.toOutput());
    }
}
