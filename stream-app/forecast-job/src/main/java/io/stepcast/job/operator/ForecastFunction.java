package io.stepcast.job.operator;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.forecast.ForecastStep;
import io.stepcast.forecast.SeriesForecaster;
import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerOutput.Predicted;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by series: turns the network's step into the series' prediction, and its last prediction into an outcome. A filled step only
 * moves the forecaster on: nothing goes out for it.
 */
public final class ForecastFunction extends KeyedProcessFunction<String, Predicted, KafkaOutput> {

    /** The side output that the outcomes sink reads. */
    public static final OutputTag<KafkaOutput> OUTCOMES = new OutputTag<>("outcomes", Wire.KAFKA_OUTPUT);

    private static final long serialVersionUID = 1;

    private final ForecastConfig config;
    private final ForecastEncoder.Factory encoders;
    private transient ValueState<SeriesForecaster> forecasters;
    private transient ForecastEncoder encoder;

    public ForecastFunction(ForecastConfig config, ForecastEncoder.Factory encoders) {
        this.config = config;
        this.encoders = encoders;
    }

    @Override
    public void open(OpenContext context) {
        forecasters = getRuntimeContext().getState(new ValueStateDescriptor<>("forecaster", Wire.SERIES_FORECASTER));
        encoder = Agreement.orEnd(encoders::create);
    }

    @Override
    public void processElement(Predicted predicted, Context context, Collector<KafkaOutput> out) throws Exception {
        SeriesForecaster forecaster = forecasters.value();
        if (forecaster == null) {
            forecaster = new SeriesForecaster(config);
        } else if (!forecaster.config().equals(config)) {
            adapt(forecaster, predicted.step().series());
        }
        ForecastStep step = forecaster.advance(predicted.step(), predicted.networkStep(), predicted.modelVersion());
        forecasters.update(forecaster);
        if (predicted.step().filled()) {
            return;
        }
        if (step.scored() != null) {
            context.output(OUTCOMES, encoder.outcome(predicted.step(), step.scored()));
        }
        out.collect(encoder.prediction(predicted, step.next()));
    }

    /** Goes on under another coverage and filling other gaps; anything else that differs ends the job. */
    private void adapt(SeriesForecaster forecaster, String series) {
        FixedConfiguration.requireSame(
                "series '" + series + "'", forecaster.config().window(), config.window());
        forecaster.allowGap(config.window().maxGap());
        forecaster.cover(config.coverage());
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
    }
}
