package io.stepcast.codec;

import io.stepcast.schema.Alert;
import io.stepcast.schema.AlertState;
import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.PredictionInterval;
import io.stepcast.schema.Probe;
import io.stepcast.schema.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;

/** One record of each type, and payloads made by hand. */
final class Samples {

    private static final Instant MORNING = Instant.parse("2015-06-01T06:00:00.123Z");

    private Samples() {}

    static List<SpecificRecordBase> all() {
        return List.of(reading(), prediction(), outcome(), modelUpdate(), alert());
    }

    static Reading reading() {
        return Reading.newBuilder()
                .setSeries("Zürich 🌦")
                .setTimestamp(MORNING)
                .setValues(Arrays.asList(21.5, null, -0.0))
                .build();
    }

    static Prediction prediction() {
        return Prediction.newBuilder()
                .setSeries("seattle")
                .setIssuedAt(MORNING)
                .setTargetTime(MORNING.plusSeconds(3600))
                .setFeatures(List.of(
                        new FeaturePrediction("wind", 4.5, 3.0, 6.25, List.of(new PredictionInterval(0.95, 2.5, 6.5))),
                        new FeaturePrediction("rain", 0.0, 0.0, 1.0, List.of())))
                .setCoverage(0.9)
                .setModelId("default")
                .setModelVersion(3)
                .setLearningStep(3012)
                .setWindowSteps(24)
                .build();
    }

    static Outcome outcome() {
        return Outcome.newBuilder()
                .setSeries("seattle")
                .setTimestamp(MORNING)
                .setFeatures(List.of(new FeatureOutcome("wind", null, 4.5, 3.0, 6.25, 4.0, 4.25, 1.5)))
                .setAnomalyScore(0.25)
                .setModelId("default")
                .setModelVersion(3)
                .build();
    }

    static ModelUpdate modelUpdate() {
        return ModelUpdate.newBuilder()
                .setModelId("default")
                .setVersion(4)
                .setParentVersion(3)
                .setKind(ModelUpdateKind.VERSION)
                .setConfiguration(Map.of("hidden", "64"))
                .setEncoding("{}")
                .setTrainedThrough(MORNING)
                .setLearningStep(4000)
                .setSamples(8000)
                .setShareLearnt(0.5)
                .setPrequentialLoss(0.75)
                .setSha256("00ff")
                .setParameters(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setProbes(List.of(new Probe(List.of(0.5f, -0.5f), List.of(0.25f))))
                .build();
    }

    static Alert alert() {
        return Alert.newBuilder()
                .setFingerprint("f00d")
                .setSeries("seattle")
                .setRule("TemperatureOff")
                .setSeverity("warning")
                .setState(AlertState.FIRING)
                .setStartedAt(MORNING)
                .setFeature("wind")
                .setObserved(20.0)
                .setScore(0.9995)
                .setLabels(Map.of("site", "north"))
                .build();
    }

    /** The wire format by hand: 0, the id, then these bytes. */
    static byte[] payload(int id, byte... record) {
        return ByteBuffer.allocate(5 + record.length)
                .put((byte) 0)
                .putInt(id)
                .put(record)
                .array();
    }

    /** Avro binary of a generic record under its own schema. */
    static byte[] binary(GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Schema parse(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
