package io.stepcast.job.wire;

import io.stepcast.forecast.SeriesForecaster;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.window.SeriesOrder;
import io.stepcast.window.SeriesWindow;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of the job's streams and states. */
public final class Wire {

    public static final TypeInformation<RawRecord> RAW_RECORD =
            new WireTypeInfo<>(RawRecord.class, RawRecordSerializer.INSTANCE);

    public static final TypeInformation<DecodedRecord> DECODED_RECORD =
            new WireTypeInfo<>(DecodedRecord.class, DecodedRecordSerializer.INSTANCE);

    public static final TypeInformation<SourceReading> SOURCE_READING =
            new WireTypeInfo<>(SourceReading.class, SourceReadingSerializer.INSTANCE);

    public static final TypeInformation<ArrivedWindow> ARRIVED_WINDOW =
            new WireTypeInfo<>(ArrivedWindow.class, ArrivedWindowSerializer.INSTANCE);

    public static final TypeInformation<RoutedWindow> ROUTED_WINDOW =
            new WireTypeInfo<>(RoutedWindow.class, RoutedWindowSerializer.INSTANCE);

    public static final TypeInformation<LearnerOutput.Predicted> PREDICTED =
            new WireTypeInfo<>(LearnerOutput.Predicted.class, PredictedSerializer.INSTANCE);

    public static final TypeInformation<KafkaOutput> KAFKA_OUTPUT =
            new WireTypeInfo<>(KafkaOutput.class, KafkaOutputSerializer.INSTANCE);

    public static final TypeInformation<SeriesOrder> SERIES_ORDER =
            new WireTypeInfo<>(SeriesOrder.class, SeriesOrderSerializer.INSTANCE);

    public static final TypeInformation<SeriesWindow> SERIES_WINDOW =
            new WireTypeInfo<>(SeriesWindow.class, SeriesWindowSerializer.INSTANCE);

    public static final TypeInformation<SeriesForecaster> SERIES_FORECASTER =
            new WireTypeInfo<>(SeriesForecaster.class, SeriesForecasterSerializer.INSTANCE);

    private Wire() {}
}
