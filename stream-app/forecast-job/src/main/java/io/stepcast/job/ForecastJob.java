package io.stepcast.job;

import io.stepcast.config.ConfigException;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.decode.DecodeFunction;
import io.stepcast.job.decode.EventTimeWatermarks;
import io.stepcast.job.operator.DeadLetterOutput;
import io.stepcast.job.operator.ForecastFunction;
import io.stepcast.job.operator.LearnerOperator;
import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.DecodedRecord;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerOutput.Predicted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The forecast job: the way of a reading. */
public final class ForecastJob {

    private ForecastJob() {}

    /** Submits the job to the cluster that {@code flink run} or the REST API started this program for. */
    public static void main(String[] args) throws Exception {
        StepcastConfig config;
        try {
            config = parse(args);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), e.problems()), e);
        }
        Preflight.require(config);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(JobSettings.flink(config));
        build(env, config);
        env.execute(JobSettings.jobName(config));
    }

    /**
     * Lays the job out.
     *
     * <pre>
     * readings → decode → windowing (by series) → routing → learner (by model) → forecaster (by series) → predictions, outcomes
     *               └─────────┴→ dead letters        └→ model updates
     * </pre>
     */
    static void build(StreamExecutionEnvironment env, StepcastConfig config) {
        JobParts parts = new JobParts(config);

        DataStream<DecodedRecord> records = env.fromSource(
                        parts.source(),
                        EventTimeWatermarks.strategy(config.series().time()),
                        "readings",
                        Wire.DECODED_RECORD)
                .uid("readings");

        SingleOutputStreamOperator<SourceReading> readings = records.process(new DecodeFunction(), Wire.SOURCE_READING)
                .name("decode")
                .uid("decode");

        SingleOutputStreamOperator<ArrivedWindow> windows = readings.keyBy(
                        source -> source.reading().series())
                .transform("windowing", Wire.ARRIVED_WINDOW, parts.windowing())
                .uid("windowing");

        DataStream<RoutedWindow> routed = windows.process(parts.routing(), Wire.ROUTED_WINDOW)
                .name("routing")
                .uid("routing");

        SingleOutputStreamOperator<Predicted> predicted = routed.keyBy(RoutedWindow::key, Types.STRING)
                .transform("learner", Wire.PREDICTED, parts.learner())
                .uid("learner");

        SingleOutputStreamOperator<KafkaOutput> predictions = predicted
                .keyBy(prediction -> prediction.step().series())
                .process(
                        new ForecastFunction(parts.forecast(), parts.forecastEncoder(), parts.ttlMillis()),
                        Wire.KAFKA_OUTPUT)
                .name("forecaster")
                .uid("forecaster");

        DataStream<KafkaOutput> deadLetters =
                readings.getSideOutput(DeadLetterOutput.TAG).union(windows.getSideOutput(DeadLetterOutput.TAG));

        write(predictions, config.topics().predictions(), "predictions", parts);
        write(
                predictions.getSideOutput(ForecastFunction.OUTCOMES),
                config.topics().outcomes(),
                "outcomes",
                parts);
        write(
                predicted.getSideOutput(LearnerOperator.MODEL_UPDATES),
                config.topics().modelUpdates(),
                "model-updates",
                parts);
        write(deadLetters, config.topics().deadLetter(), "dead-letters", parts);
    }

    private static void write(DataStream<KafkaOutput> outputs, String topic, String name, JobParts parts) {
        outputs.sinkTo(parts.sink(topic, name)).name(name).uid(name);
    }

    private static StepcastConfig parse(String[] args) {
        String file = null;
        List<String> overrides = new ArrayList<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (args[i].equals("--config")) {
                file = args[i + 1];
            } else if (args[i].equals("--set")) {
                overrides.add(args[i + 1]);
            } else {
                throw new IllegalArgumentException("--config FILE and --set key=value are known, got " + args[i]);
            }
        }
        if (file == null || args.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "--config FILE [--set key=value …] is required, got " + String.join(" ", args));
        }
        return ConfigLoader.load(Path.of(file), overrides, System.getenv());
    }
}
