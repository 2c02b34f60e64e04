package io.stepcast.job.operator;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.forecast.ForecastStep;
import io.stepcast.forecast.Scored;
import io.stepcast.forecast.SeriesForecaster;
import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerOutput.Predicted;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by series: turns the network's step into the series' prediction, and its last prediction into an outcome. A filled step only
 * moves the forecaster on: nothing goes out for it.
 */
public final class ForecastFunction extends KeyedProcessFunction<String, Predicted, KafkaOutput>
        implements CheckpointedFunction {

    /** The side output that the outcomes sink reads. */
    public static final OutputTag<KafkaOutput> OUTCOMES = new OutputTag<>("outcomes", Wire.KAFKA_OUTPUT);

    /** The accumulator that counts the series that have had a prediction; one that was forgotten and comes back counts again. */
    public static final String SERIES = "series";

    private static final long serialVersionUID = 1;

    private final ForecastConfig config;
    private final ForecastEncoder.Factory encoders;
    private final long ttlMillis;
    private transient SeriesSilence silence;
    private transient ValueState<SeriesForecaster> forecasters;
    private transient ForecastEncoder encoder;
    private transient ForecastMetrics metrics;
    private transient Tally series;

    /** @param ttlMillis how long a series may be silent before it is forgotten, or 0 for ever */
    public ForecastFunction(ForecastConfig config, ForecastEncoder.Factory encoders, long ttlMillis) {
        this.config = config;
        this.encoders = encoders;
        this.ttlMillis = ttlMillis;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        series = new Tally(SERIES, context.getOperatorStateStore(), getRuntimeContext());
    }

    @Override
    public void open(OpenContext context) {
        forecasters = getRuntimeContext().getState(new ValueStateDescriptor<>("forecaster", Wire.SERIES_FORECASTER));
        metrics = new ForecastMetrics(getRuntimeContext().getMetricGroup());
        silence = new SeriesSilence(ttlMillis, getRuntimeContext());
        encoder = Agreement.orEnd(encoders::create);
    }

    @Override
    public void processElement(Predicted predicted, Context context, Collector<KafkaOutput> out) throws Exception {
        SeriesForecaster forecaster = forecasters.value();
        boolean anew = silence.endsWith(predicted.step().eventTimeMillis(), context.timerService());
        if (forecaster == null || anew) {
            forecaster = new SeriesForecaster(config);
            series.increment();
        } else if (!forecaster.config().equals(config)) {
            adapt(forecaster, predicted.step().series());
        }
        long values = forecaster.scores().values();
        ForecastStep step = forecaster.advance(predicted.step(), predicted.networkSteps(), predicted.modelVersion());
        forecasters.update(forecaster);
        if (predicted.step().filled()) {
            return;
        }
        if (step.scored() != null) {
            measure(
                    predicted.step().series(),
                    step.scored(),
                    forecaster.scores().values() - values);
            context.output(OUTCOMES, encoder.outcome(predicted.step(), step.scored()));
        }
        out.collect(encoder.prediction(predicted, step.next()));
    }

    /** The first value of a feature does not count: nothing stood behind its prediction. */
    private void measure(String seriesName, Scored scored, long counted) {
        long present = Arrays.stream(scored.observed())
                .filter(value -> !Double.isNaN(value))
                .count();
        if (counted == present) {
            metrics.add(encoder.modelOf(seriesName), scored);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        series.snapshot();
    }

    @Override
    public void onTimer(long moment, OnTimerContext context, Collector<KafkaOutput> out) throws Exception {
        if (silence.isOver(context.timerService())) {
            forecasters.clear();
        }
    }

    /** Goes on under other coverages and filling other gaps; anything else that differs ends the job. */
    private void adapt(SeriesForecaster forecaster, String series) {
        FixedConfiguration.requireSame("series '" + series + "'", forecaster.config(), config);
        forecaster.allowGap(config.window().maxGap());
        forecaster.cover(config.coverages());
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
    }
}
