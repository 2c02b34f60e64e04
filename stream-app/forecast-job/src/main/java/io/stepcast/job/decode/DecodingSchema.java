package io.stepcast.job.decode;

import io.stepcast.codec.AvroLimits;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.SeriesConfig;
import io.stepcast.job.wire.DecodedRecord;
import io.stepcast.job.wire.Header;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.job.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes records as they come from Kafka. A bad one is a result too, for {@link DecodeFunction} to send to the dead-letter topic.
 *
 * <p>Decoding is part of the source because event times are known only after it, and only the source knows which partitions there are:
 * it makes the watermark of each, also of those that nothing came from yet.
 */
public final class DecodingSchema implements KafkaRecordDeserializationSchema<DecodedRecord> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(DecodingSchema.class);

    private final SeriesConfig series;
    private final RegistrySettings registry;
    private transient @Nullable ReadingDecoder decoder;

    public DecodingSchema(SeriesConfig series, RegistrySettings registry) {
        this.series = series;
        this.registry = registry;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        AvroLimits.warning().ifPresent(LOG::warn);
        ReadingDecoder opened = new ReadingDecoder(series, registry);
        decoder = opened;
        // A source tells its schema when it begins, and not when it ends.
        context.getUserCodeClassLoader().registerReleaseHookIfAbsent("decoder " + UUID.randomUUID(), opened::close);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<DecodedRecord> out) {
        RawRecord raw = raw(record);
        ReadingDecoder.Decoded decoded =
                Objects.requireNonNull(decoder, "opened before").decode(raw);
        if (decoded instanceof ReadingDecoder.Decoded.Usable usable) {
            out.collect(new DecodedRecord.Usable(new SourceReading(usable.reading(), raw)));
        } else if (decoded instanceof ReadingDecoder.Decoded.Unusable unusable) {
            out.collect(new DecodedRecord.Unusable(unusable.letter()));
        }
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                headers);
    }

    @Override
    public TypeInformation<DecodedRecord> getProducedType() {
        return Wire.DECODED_RECORD;
    }
}
