package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.random.Seeds;
import io.stepcast.state.StateBytes;
import io.stepcast.window.OrderConfig.Corrections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SeriesOrderPropertyTest {

    private static final long EVERYTHING = Long.MAX_VALUE;

    static LongStream seeds() {
        return Seeds.first(100);
    }

    /** A series, how it is put in order, and a draw of how it arrives. */
    private record Case(WindowConfig window, OrderConfig rules, List<Reading> sorted, List<Reading> arriving) {

        static Case of(long seed) {
            Random random = new Random(seed);
            WindowConfig window = RandomSeries.config(seed);
            long step = Math.max(1, window.stepMillis());
            long lateness = step * (1 + random.nextInt(8)) + random.nextInt(2);
            long ttl = random.nextBoolean() ? 0 : lateness + 4 * step;
            int capacity = 1000;
            OrderConfig rules = new OrderConfig(window.stepMillis(), lateness, ttl, capacity, Corrections.KEEP_FIRST);
            List<Reading> sorted = RandomSeries.readings("s", seed, 150, window);
            return new Case(window, rules, sorted, Arrivals.within(lateness, sorted, random));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyOrderOfArrivalWithinTheLatenessGivesTheSameWindows(long seed) throws IOException {
        Case drawn = Case.of(seed);
        List<String> inOrder = new Life(drawn).all(drawn.sorted(), -1);

        assertThat(new Life(drawn).all(drawn.arriving(), -1)).isEqualTo(inOrder);
        assertThat(inOrder).hasSameSizeAs(drawn.sorted());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void savedAndReadItGoesOnTheSame(long seed) throws IOException {
        Case drawn = Case.of(seed);
        Life uninterrupted = new Life(drawn);
        Life saved = new Life(drawn);
        int saveAt = new Random(seed).nextInt(drawn.arriving().size());

        assertThat(saved.all(drawn.arriving(), saveAt)).isEqualTo(uninterrupted.all(drawn.arriving(), -1));
        assertThat(StateBytes.of(saved.order::write)).isEqualTo(StateBytes.of(uninterrupted.order::write));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverComesIsTakenOnceOrRefusedAndGoesOnInOrder(long seed) {
        Random random = new Random(seed);
        OrderConfig rules = new OrderConfig(
                random.nextInt(2) * 10L,
                random.nextInt(3) * 40L,
                random.nextInt(2) * 500L,
                1 + random.nextInt(4),
                random.nextBoolean() ? Corrections.KEEP_FIRST : Corrections.REPLACE);
        SeriesOrder order = new SeriesOrder();
        List<OrderedReading> went = new ArrayList<>();
        long watermark = Long.MIN_VALUE;
        int taken = 0;
        for (int i = 0; i < 300; i++) {
            Reading reading = new Reading("s", 3L * i + random.nextInt(200), new double[] {random.nextInt(2)});
            if (order.add(rules, reading, i, watermark) instanceof Placement.Taken placed) {
                taken++;
                went.addAll(placed.next());
            }
            if (random.nextInt(5) == 0) {
                watermark = Math.max(watermark, 3L * i + random.nextInt(100));
                order.woken(watermark);
                went.addAll(order.release(rules, watermark));
            }
            assertThat(order.waiting()).isLessThanOrEqualTo(rules.capacity());
        }
        went.addAll(order.release(rules, EVERYTHING));

        assertThat(went).hasSize(taken);
        assertThat(went)
                .extracting(next -> next.reading().eventTimeMillis())
                .isSortedAccordingTo(Comparator.naturalOrder())
                .doesNotHaveDuplicates();
        assertThat(order.waiting()).isZero();
    }

    /** The life of a series, watermarks as the job makes them, until everything has gone on. */
    private static final class Life {

        private final Case drawn;
        private final List<String> traces = new ArrayList<>();
        private SeriesOrder order = new SeriesOrder();
        private SeriesWindow window;
        private long watermark = Long.MIN_VALUE;

        Life(Case drawn) {
            this.drawn = drawn;
            window = new SeriesWindow(drawn.window());
        }

        /** Windows as text, saved and read before the reading of a place. */
        List<String> all(List<Reading> readings, int saveAt) throws IOException {
            long newest = Long.MIN_VALUE;
            for (int i = 0; i < readings.size(); i++) {
                if (i == saveAt) {
                    order = SeriesOrder.read(StateBytes.in(StateBytes.of(order::write)));
                }
                Reading reading = readings.get(i);
                Placement placement = order.add(drawn.rules(), reading, 0, watermark);
                assertThat(placement).isInstanceOf(Placement.Taken.class);
                take(((Placement.Taken) placement).next());
                newest = Math.max(newest, reading.eventTimeMillis());
                advance(newest - drawn.rules().latenessMillis() - 1);
            }
            advance(EVERYTHING);
            return traces;
        }

        private void advance(long to) {
            watermark = Math.max(watermark, to);
            take(order.release(drawn.rules(), watermark));
            if (watermark < EVERYTHING && order.expire(drawn.rules(), watermark)) {
                window = new SeriesWindow(drawn.window());
            }
        }

        private void take(List<OrderedReading> next) {
            for (OrderedReading each : next) {
                if (each.anew()) {
                    window = new SeriesWindow(drawn.window());
                }
                traces.add(Traces.of(window.add(each.reading())));
            }
        }
    }
}
