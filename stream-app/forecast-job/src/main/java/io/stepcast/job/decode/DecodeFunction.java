package io.stepcast.job.decode;

import io.stepcast.codec.AvroLimits;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.SeriesConfig;
import io.stepcast.job.operator.DeadLetterOutput;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.job.wire.SourceReading;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes records; what can't be used goes to the side output of dead letters. */
public final class DecodeFunction extends ProcessFunction<RawRecord, SourceReading> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeFunction.class);

    private final SeriesConfig series;
    private final RegistrySettings registry;
    private transient ReadingDecoder decoder;
    private transient DeadLetterOutput deadLetters;

    public DecodeFunction(SeriesConfig series, RegistrySettings registry) {
        this.series = series;
        this.registry = registry;
    }

    @Override
    public void open(OpenContext context) {
        AvroLimits.warning().ifPresent(LOG::warn);
        decoder = new ReadingDecoder(series, registry);
        deadLetters = new DeadLetterOutput(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<SourceReading> out) {
        ReadingDecoder.Decoded decoded = decoder.decode(record);
        if (decoded instanceof ReadingDecoder.Decoded.Usable usable) {
            out.collect(new SourceReading(usable.reading(), record));
        } else if (decoded instanceof ReadingDecoder.Decoded.Unusable unusable) {
            deadLetters.emit(unusable.letter(), context::output);
        }
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
    }
}
