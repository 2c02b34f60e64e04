package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad records go to the dead-letter topic with their reason, original bytes and position, and the job goes on. */
final class BadInputIT {

    @TempDir
    Path folder;

    @Test
    void eachBadRecordIsDeadLetteredWithItsReasonAndTheJobGoesOn() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("bad");
            String topic = config.topics().readings();
            Map<String, byte @Nullable []> bad = badRecords(house, topic);

            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                house.produce(topic, 1, 0, 10);
                bad.forEach((reason, value) -> house.send(topic, reason, value));
                house.flush();
                house.produce(topic, 1, 10, 20);
                House.await(
                        "19 predictions and " + bad.size() + " dead letters",
                        Duration.ofMinutes(1),
                        () -> house.count(config.topics().predictions()) >= 19
                                && house.count(config.topics().deadLetter()) >= bad.size());
                assertThat(job.status().warming()).isEqualTo(1);
                assertThat(job.status().failure()).isNull();
            }

            List<ConsumerRecord<byte[], byte[]>> letters =
                    house.committed(config.topics().deadLetter());
            assertThat(letters).hasSize(bad.size());
            for (ConsumerRecord<byte[], byte[]> letter : letters) {
                String key = new String(letter.key(), StandardCharsets.UTF_8);
                assertThat(House.header(letter, "stepcast.reason"))
                        .as("reason of %s", key)
                        .isEqualTo(key.substring(0, key.indexOf(':')));
                assertThat(letter.value()).as("original bytes of %s", key).isEqualTo(bad.get(key));
                assertThat(House.header(letter, "stepcast.detail")).isNotEmpty();
                assertThat(House.header(letter, "stepcast.topic")).isEqualTo(topic);
                assertThat(House.header(letter, "stepcast.partition")).isEqualTo("0");
                assertThat(Long.parseLong(House.header(letter, "stepcast.offset")))
                        .isBetween(10L, 10L + bad.size());
            }
            assertThat(house.count(config.topics().predictions())).isEqualTo(19);
        }
    }

    @Test
    void aBadRecordThatItsDeadLetterTopicCannotHoldIsCutToFit() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config("large");
            int limit = 1_048_588; // Kafka's default
            house.limitMessages(config.topics().deadLetter(), limit);
            house.send(config.topics().readings(), "large", new byte[limit - 200]);
            house.flush();
            house.produce(config.topics().readings(), 1, 0, 10);
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                House.await(
                        "9 predictions",
                        Duration.ofMinutes(1),
                        () -> house.count(config.topics().predictions()) >= 9);
                assertThat(job.status().failure()).isNull();
            }
            assertThat(house.committed(config.topics().deadLetter()))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.value()).hasSizeBetween(limit - 2_000, limit - 200);
                        assertThat(House.header(letter, "stepcast.truncated")).isEqualTo(Integer.toString(limit - 200));
                        assertThat(House.header(letter, "stepcast.offset")).isEqualTo("0");
                    });
        }
    }

    /** Values by "expected reason: what they are", which is also their key. */
    private static Map<String, byte @Nullable []> badRecords(House house, String topic) {
        Map<String, byte @Nullable []> bad = new LinkedHashMap<>();
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(house.registrySettings(), topic, Reading.class)) {
            byte[] good = encoder.encode(House.reading(0, 100));
            bad.put("undecodable: text", "not avro".getBytes(StandardCharsets.UTF_8));
            bad.put("undecodable: nothing", null);
            bad.put("undecodable: empty", new byte[0]);
            bad.put("undecodable: unknown schema id", withId(good, 123_456));
            bad.put("undecodable: trailing bytes", Arrays.copyOf(good, good.length + 3));
            bad.put("undecodable: truncated", Arrays.copyOf(good, good.length - 3));
            bad.put("undecodable: claims 2 GB", claiming(good, Integer.MAX_VALUE - 8));
            bad.put("undecodable: as large as producers send", new byte[1_048_000]);
            bad.put("not-finite: NaN", encoder.encode(reading("station-0", 100, 1.0, Double.NaN)));
            bad.put("not-finite: infinite", encoder.encode(reading("station-0", 100, Double.POSITIVE_INFINITY, 1.0)));
            bad.put("out-of-range: 1e39", encoder.encode(reading("station-0", 100, 1e39, 1.0)));
            bad.put("empty-key: empty", encoder.encode(reading("", 100, 1.0, 2.0)));
            bad.put("wrong-features: three", encoder.encode(reading("station-0", 100, 1.0, 2.0, 3.0)));
            bad.put("wrong-features: none", encoder.encode(reading("station-0", 100)));
            bad.put("late: out of order", encoder.encode(reading("station-0", -3, 1.0, 2.0)));
            bad.put("duplicate: other values", encoder.encode(reading("station-0", 3, 1.0, 2.0)));
            bad.put("bad-timestamp: of no year", encoder.encode(reading("station-0", 2_000_000_000, 1.0, 2.0)));
            Reading ahead = House.reading(0, 100);
            ahead.setTimestamp(Instant.now().plus(Duration.ofDays(2)));
            bad.put("ahead-of-time: two days", encoder.encode(ahead));
        }
        return bad;
    }

    private static Reading reading(String series, int step, Double... values) {
        return new Reading(series, House.FIRST.plus(House.STEP.multipliedBy(step)), List.of(values));
    }

    private static byte[] withId(byte[] payload, int id) {
        byte[] copy = payload.clone();
        ByteBuffer.wrap(copy).putInt(1, id);
        return copy;
    }

    /** A payload of the reading's schema whose series claims to be {@code length} bytes long. */
    private static byte[] claiming(byte[] payload, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(15).put(payload, 0, 5);
        long zigzag = (long) length << 1;
        while ((zigzag & ~0x7FL) != 0) {
            buffer.put((byte) ((zigzag & 0x7F) | 0x80));
            zigzag >>>= 7;
        }
        buffer.put((byte) zigzag);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
