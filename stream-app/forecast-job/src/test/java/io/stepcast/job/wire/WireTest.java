package io.stepcast.job.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.learn.LearnerOutput;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.Reading;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class WireTest {

    private static final RawRecord RAW = new RawRecord(
            "readings", 3, 42, 1_700_000_000_000L, new byte[] {1}, new byte[] {2, 3}, List.of(Header.of("row", "17")));
    private static final RawRecord TOMBSTONE =
            new RawRecord("readings", 0, 0, -1, null, null, List.of(new Header("empty", null)));
    private static final WindowStep FIRST = new WindowStep(
            "Zürich",
            5,
            WindowStep.NO_TARGET_TIME,
            2,
            new double[] {1.5, Double.NaN},
            new double[] {1.5, 2},
            new double[] {0.1, 0.2},
            new double[] {0.3, 0.4},
            new float[] {1, 2, 3, 4},
            null);
    private static final WindowStep FILLED = new WindowStep(
            "a",
            5,
            10,
            8,
            new double[] {Double.NaN},
            new double[] {1},
            new double[] {1},
            new double[] {1},
            new float[] {1},
            null,
            true,
            true);
    private static final WindowStep LABELLED = new WindowStep(
            "a",
            5,
            10,
            8,
            new double[] {1},
            new double[] {1},
            new double[] {1},
            new double[] {1},
            new float[] {1},
            new LabelledWindow(new float[] {7}, 1, new float[] {Float.NaN}));

    static List<Arguments> records() {
        return List.of(
                Arguments.of(Wire.RAW_RECORD, RAW),
                Arguments.of(Wire.RAW_RECORD, TOMBSTONE),
                Arguments.of(Wire.SOURCE_READING, new SourceReading(new Reading("s", 7, new double[] {1, 2}), RAW)),
                Arguments.of(Wire.WINDOW_STEP, FIRST),
                Arguments.of(Wire.WINDOW_STEP, LABELLED),
                Arguments.of(Wire.WINDOW_STEP, FILLED),
                Arguments.of(Wire.PREDICTED, new LearnerOutput.Predicted(LABELLED, new float[] {0.5f}, 3, 99)),
                Arguments.of(Wire.KAFKA_OUTPUT, new KafkaOutput(null, new byte[] {9}, List.of())));
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void comesBackAsItWasWritten(TypeInformation<T> type, T record) throws IOException {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(record, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

        assertThat(serializer.deserialize(in))
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(record);
        assertThat(in.available()).isZero();
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void itsSerializerIsFoundAgainInACheckpoint(TypeInformation<T> type, T record) throws IOException {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());

        TypeSerializerSnapshot<T> restored = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
        TypeSerializerSchemaCompatibility<T> compatibility =
                serializer.snapshotConfiguration().resolveSchemaCompatibility(restored);
        assertThat(compatibility.isCompatibleAsIs()).isTrue();
    }
}
