package io.stepcast.job.decode;

import io.stepcast.job.operator.DeadLetterOutput;
import io.stepcast.job.wire.DecodedRecord;
import io.stepcast.job.wire.SourceReading;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Hands the readings on; what can't be used goes to the side output of dead letters. */
public final class DecodeFunction extends ProcessFunction<DecodedRecord, SourceReading> {

    private static final long serialVersionUID = 1;

    private transient DeadLetterOutput deadLetters;

    @Override
    public void open(OpenContext context) {
        deadLetters = new DeadLetterOutput(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(DecodedRecord record, Context context, Collector<SourceReading> out) {
        if (record instanceof DecodedRecord.Usable usable) {
            out.collect(usable.reading());
        } else if (record instanceof DecodedRecord.Unusable unusable) {
            deadLetters.emit(unusable.letter(), context::output);
        }
    }
}
