package io.stepcast.job.operator;

import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.schema.ModelUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** Reads the records of the model-updates topic. */
final class Updates {

    private Updates() {}

    static String key(KafkaOutput output) {
        return new String(Objects.requireNonNull(output.key()), StandardCharsets.UTF_8);
    }

    static ModelUpdate decode(KafkaOutput output) {
        byte[] value = Objects.requireNonNull(output.value());
        try {
            return new SpecificDatumReader<>(ModelUpdate.class)
                    .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
