package io.stepcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadLetterSchemaTest {

    private static final int LIMIT = 10_000;

    @Test
    void whatFitsStaysAsItIs() {
        ProducerRecord<byte[], byte[]> record = record(100, 5_000, 100);

        assertThat(DeadLetterSchema.fitted(record, LIMIT)).isSameAs(record);
    }

    @Test
    void aLongValueIsCutAndItsLengthKept() {
        ProducerRecord<byte[], byte[]> fitted = DeadLetterSchema.fitted(record(100, 50_000, 100), LIMIT);

        assertThat(size(fitted)).isBetween(LIMIT - 100, LIMIT);
        assertThat(fitted.key()).hasSize(100);
        assertThat(header(fitted, "stepcast.truncated")).isEqualTo("50000");
        assertThat(header(fitted, "stepcast.reason")).isEqualTo("late");
        assertThat(header(fitted, "theirs")).hasSize(100);
    }

    @Test
    void whereKeyAndHeadersAreTooLongOnlyOurHeadersStay() {
        ProducerRecord<byte[], byte[]> fitted = DeadLetterSchema.fitted(record(9_000, 10, 9_000), LIMIT);

        assertThat(fitted.key()).isNull();
        assertThat(fitted.value()).isEmpty();
        assertThat(fitted.headers().toArray())
                .extracting(Header::key)
                .containsExactly("stepcast.reason", "stepcast.truncated");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everythingFits(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            ProducerRecord<byte[], byte[]> record =
                    record(random.nextInt(12_000), random.nextInt(12_000), random.nextInt(12_000));

            assertThat(size(DeadLetterSchema.fitted(record, LIMIT))).isLessThanOrEqualTo(LIMIT);
        }
    }

    /** What Kafka's own producer holds against its limits. */
    private static int size(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE.type(),
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    private static ProducerRecord<byte[], byte[]> record(int key, int value, int header) {
        byte[] theirs = new byte[header];
        Arrays.fill(theirs, (byte) 'x');
        return new ProducerRecord<>(
                "dead-letter",
                null,
                new byte[key],
                new byte[value],
                List.of(
                        new RecordHeader("stepcast.reason", "late".getBytes(StandardCharsets.UTF_8)),
                        new RecordHeader("theirs", theirs)));
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
