package io.stepcast.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.job.wire.DeadLetter;
import io.stepcast.job.wire.DecodedRecord;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.window.Reading;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

final class EventTimeWatermarksTest {

    private final List<Long> marks = new ArrayList<>();

    private final WatermarkOutput output = new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark mark) {
            marks.add(mark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    };

    @Test
    void eventTimeIsTheNewestReadingsLessTheLatenessInStepsOfAHundredth() {
        read(new EventTimeWatermarks(500, 0), 1000, 1004, 1005, 990, 1012);

        assertThat(marks).containsExactly(499L, 504L, 509L);
    }

    @Test
    void itComesToTheSamePlacesWhereverReadingBegins() {
        EventTimeWatermarks all = new EventTimeWatermarks(1000, 0);
        EventTimeWatermarks later = new EventTimeWatermarks(1000, 0);
        long[] moments = {1003, 1019, 1027, 1033, 1059};
        read(all, moments);
        List<Long> ofAll = List.copyOf(marks);
        marks.clear();
        read(later, 1019, 1027, 1033, 1059);

        assertThat(ofAll).containsAll(marks);
    }

    @Test
    void withoutLatenessItMovesBySecondsAndByHundredthsOfAShortTimeToLive() {
        read(new EventTimeWatermarks(0, 0), 5000, 5999, 6000);
        assertThat(marks).containsExactly(4999L, 5999L);

        marks.clear();
        read(new EventTimeWatermarks(0, 1000), 5000, 5009, 5010);
        assertThat(marks).containsExactly(4999L, 5009L);
    }

    @Test
    void itWorksBefore1970() {
        read(new EventTimeWatermarks(500, 0), -10_002, -9_998);

        assertThat(marks).containsExactly(-10_506L, -10_501L);
    }

    @Test
    void neitherDeadLettersNorTheClockMoveIt() {
        EventTimeWatermarks watermarks = new EventTimeWatermarks(0, 0);
        watermarks.onEvent(
                new DecodedRecord.Unusable(new DeadLetter(record(), DeadLetter.Reason.UNDECODABLE, "no")),
                7_000,
                output);
        watermarks.onPeriodicEmit(output);

        assertThat(marks).isEmpty();
    }

    private void read(EventTimeWatermarks watermarks, long... moments) {
        for (long moment : moments) {
            Reading reading = new Reading("s", moment, new double[] {1});
            watermarks.onEvent(new DecodedRecord.Usable(new SourceReading(reading, record())), -1, output);
        }
    }

    private static RawRecord record() {
        return new RawRecord("readings", 0, 0, -1, null, null, List.of());
    }
}
