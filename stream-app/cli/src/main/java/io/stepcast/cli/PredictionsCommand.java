package io.stepcast.cli;

import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.Interrupts;
import io.stepcast.cli.console.UserException;
import io.stepcast.cli.console.Version;
import io.stepcast.cli.kafka.Clients;
import io.stepcast.cli.kafka.TopicFollower;
import io.stepcast.codec.AvroDecoder;
import io.stepcast.codec.BadPayloadException;
import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.Prediction;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepcast predictions}: follows the predictions topic. */
@Command(
        name = "predictions",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Prints predictions as they are committed: when they were issued, for when, and per feature the expected"
                        + " value with its interval. Ctrl-C ends it.",
        footer = {
            "",
            "Examples:",
            "  stepcast predictions --config stepcast.yaml",
            "  stepcast predictions --config stepcast.yaml --from-beginning --series Seattle --max 10",
            "  stepcast predictions --config stepcast.yaml -o json | jq .features"
        })
final class PredictionsCommand implements Callable<Integer> {

    @Mixin
    private ConfigArguments config;

    @Option(
            names = "--from-beginning",
            description = "Begin with the oldest prediction on the topic, not with the next one.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "End after so many predictions.")
    private @Nullable Long max;

    @Option(names = "--series", paramLabel = "NAME", description = "Only the predictions of this series.")
    private @Nullable String series;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print them; json is one object per line (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (max != null && max < 1) {
            throw new ParameterException(spec.commandLine(), "--max must be at least 1, got " + max);
        }
        StepcastConfig loaded = config.load();
        String topic = loaded.topics().predictions();
        Interrupts interrupts = Interrupts.install();
        try (TopicFollower follower = new TopicFollower(loaded, List.of(topic), fromBeginning);
                AvroDecoder<Prediction> decoder = AvroDecoder.specific(Clients.registry(loaded), Prediction.class)) {
            if (!fromBeginning) {
                spec.commandLine().getErr().println("Waiting for new predictions on " + topic + " (Ctrl-C ends)");
            }
            follow(follower, decoder, interrupts);
        }
        return ExitCode.OK;
    }

    private void follow(TopicFollower follower, AvroDecoder<Prediction> decoder, Interrupts interrupts) {
        PrintWriter out = spec.commandLine().getOut();
        PredictionPrinter printer = output == OutputFormat.JSON ? new JsonPredictions() : new TextPredictions();
        long printed = 0;
        while (!interrupts.stopWanted()) {
            for (ConsumerRecord<byte[], byte[]> record : follower.poll(Duration.ofMillis(200))) {
                Prediction prediction = decode(decoder, record);
                if (prediction == null || (series != null && !series.equals(prediction.getSeries()))) {
                    continue;
                }
                out.println(printer.print(prediction));
                printed++;
                if (out.checkError()) {
                    return; // Whoever read this, head for one, has gone.
                }
                if (max != null && printed >= max) {
                    return;
                }
            }
        }
    }

    private @Nullable Prediction decode(AvroDecoder<Prediction> decoder, ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                throw new BadPayloadException("no value");
            }
            return decoder.decode(record.value());
        } catch (BadPayloadException e) {
            spec.commandLine()
                    .getErr()
                    .println("warning: " + record.topic() + ", partition " + record.partition() + ", offset "
                            + record.offset() + " is not a prediction: " + e.getMessage());
            return null;
        } catch (RuntimeException e) {
            throw UserException.failure(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }
}
