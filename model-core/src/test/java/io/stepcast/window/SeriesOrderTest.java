package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.state.StateBytes;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.OrderConfig.Corrections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of 10, half a minute of lateness; moments are in the same unit. */
final class SeriesOrderTest {

    private static final OrderConfig REGULAR = new OrderConfig(10, 30, 0, 100, Corrections.KEEP_FIRST);
    private static final OrderConfig IRREGULAR = new OrderConfig(0, 30, 0, 100, Corrections.KEEP_FIRST);
    private static final OrderConfig IN_ORDER = new OrderConfig(10, 0, 0, 100, Corrections.KEEP_FIRST);
    private static final OrderConfig REPLACING = new OrderConfig(10, 30, 0, 100, Corrections.REPLACE);
    private static final OrderConfig MORTAL = new OrderConfig(10, 30, 1000, 100, Corrections.KEEP_FIRST);
    private static final long START = Long.MIN_VALUE;

    private final SeriesOrder order = new SeriesOrder();

    @Test
    void theFirstReadingWaitsForOlderOnes() {
        assertThat(add(REGULAR, 100, START)).isEmpty();
        assertThat(add(REGULAR, 90, START)).isEmpty();

        assertThat(moments(order.release(REGULAR, 88))).isEmpty();
        assertThat(moments(order.release(REGULAR, 89))).containsExactly(90L, 100L);
    }

    @Test
    void theExpectedNextStepOfARegularSeriesGoesOnAtOnce() {
        begin(REGULAR, 100);

        assertThat(add(REGULAR, 110, 99)).containsExactly(110L);
        assertThat(add(REGULAR, 124, 99)).as("late by less than half a step").containsExactly(124L);
        assertThat(add(REGULAR, 129, 99)).as("early by half a step").containsExactly(129L);
    }

    @Test
    void aReadingBeyondAGapWaitsUntilTheGapIsFilled() {
        begin(REGULAR, 100);

        assertThat(add(REGULAR, 130, 99)).isEmpty();
        assertThat(add(REGULAR, 120, 99)).isEmpty();
        assertThat(order.waiting()).isEqualTo(2);
        assertThat(add(REGULAR, 110, 99)).containsExactly(110L, 120L, 130L);
        assertThat(order.waiting()).isZero();
    }

    @Test
    void aReadingBeyondAGapWaitsUntilTheWatermarkHasPassedTheGap() {
        begin(REGULAR, 100);
        assertThat(add(REGULAR, 120, 99)).isEmpty();

        assertThat(order.release(REGULAR, 118)).isEmpty();
        assertThat(moments(order.release(REGULAR, 119))).containsExactly(120L);
        assertThat(add(REGULAR, 140, 139)).as("a gap that is past already").containsExactly(140L);
    }

    @Test
    void irregularReadingsWaitForTheWatermark() {
        begin(IRREGULAR, 100);

        assertThat(add(IRREGULAR, 105, 99)).isEmpty();
        assertThat(add(IRREGULAR, 101, 99)).isEmpty();
        assertThat(moments(order.release(IRREGULAR, 100))).containsExactly(101L);
        assertThat(moments(order.release(IRREGULAR, 104))).containsExactly(105L);
    }

    @Test
    void nothingWaitsWithoutLateness() {
        assertThat(add(IN_ORDER, 100, START)).containsExactly(100L);
        assertThat(add(IN_ORDER, 150, START)).containsExactly(150L);
        assertThat(order.add(IN_ORDER, reading(140, 1), 0, START)).isEqualTo(new Placement.Late(150));
    }

    @Test
    void whatIsOlderThanTheNewestThatWentOnIsLate() {
        begin(REGULAR, 100);
        add(REGULAR, 130, 129);

        assertThat(order.add(REGULAR, reading(110, 1), 0, 129)).isEqualTo(new Placement.Late(130));
    }

    @Test
    void aReadingThatComesAgainIsRepeatedWhetherTheFirstWaitsOrWentOn() {
        begin(REGULAR, 100);
        add(REGULAR, 110, 99);
        add(REGULAR, 130, 99);

        assertThat(order.add(REGULAR, reading(100, 1), 0, 99)).isEqualTo(new Placement.Repeated());
        assertThat(order.add(REGULAR, reading(130, 1), 0, 99)).isEqualTo(new Placement.Repeated());
    }

    @Test
    void anotherReadingOfATimeStepIsADuplicateWhetherTheFirstWaitsOrWentOn() {
        begin(REGULAR, 100);
        add(REGULAR, 110, 99);
        add(REGULAR, 130, 99);

        assertThat(order.add(REGULAR, reading(100, 2), 0, 99)).isEqualTo(new Placement.Duplicate(100));
        assertThat(order.add(REGULAR, reading(114, 1), 0, 99)).isEqualTo(new Placement.Duplicate(110));
        assertThat(order.add(REGULAR, reading(130, 2), 0, 99)).isEqualTo(new Placement.Duplicate(130));
        assertThat(order.add(REGULAR, reading(127, 1), 0, 99)).isEqualTo(new Placement.Duplicate(130));
    }

    @Test
    void aTimestampIsEnoughToTellIrregularReadingsApart() {
        begin(IRREGULAR, 100);
        add(IRREGULAR, 101, 99);

        assertThat(order.add(IRREGULAR, reading(101, 2), 0, 99)).isEqualTo(new Placement.Duplicate(101));
        assertThat(order.add(IRREGULAR, reading(102, 2), 0, 99)).isInstanceOf(Placement.Taken.class);
        assertThat(order.add(IRREGULAR, reading(99, 2), 0, 99)).isEqualTo(new Placement.Late(100));
    }

    @Test
    void onlyTheLastSixteenAreKnownAgain() {
        begin(REGULAR, 100);
        for (int step = 1; step <= 16; step++) {
            add(REGULAR, 100 + 10 * step, 99);
        }

        assertThat(order.add(REGULAR, reading(110, 1), 0, 99)).isEqualTo(new Placement.Repeated());
        assertThat(order.add(REGULAR, reading(100, 1), 0, 99)).isEqualTo(new Placement.Late(260));
    }

    @Test
    void aCorrectionTakesThePlaceAndTimeOfAReadingThatWaits() {
        begin(REPLACING, 100);
        add(REPLACING, 120, 99);

        assertThat(order.add(REPLACING, reading(123, 7), 55, 99)).isEqualTo(new Placement.Replaced());
        assertThat(order.add(REPLACING, reading(100, 7), 55, 99))
                .as("what went on is not here to be replaced")
                .isEqualTo(new Placement.Duplicate(100));
        assertThat(order.release(REPLACING, 119)).containsExactly(new OrderedReading(reading(120, 7), 55, false));
    }

    @Test
    void whatWasReplacedElsewhereIsKnownAgainByItsNewValues() {
        begin(REPLACING, 100);
        order.replaced(REPLACING, reading(100, 7));

        assertThat(order.add(REPLACING, reading(100, 7), 0, 99)).isEqualTo(new Placement.Repeated());
        assertThat(order.add(REPLACING, reading(100, 1), 0, 99)).isEqualTo(new Placement.Duplicate(100));
    }

    @Test
    void oneMoreThanCanWaitLetsTheOldestGoAndWhatItWasWaitingForWithIt() {
        OrderConfig small = new OrderConfig(10, 1000, 0, 3, Corrections.KEEP_FIRST);
        begin(small, 100);
        add(small, 200, 99);
        add(small, 210, 99);
        add(small, 230, 99);

        Placement placement = order.add(small, reading(250, 1), 0, 99);

        Placement.Taken taken = (Placement.Taken) placement;
        assertThat(moments(taken.next())).containsExactly(200L, 210L);
        assertThat(taken.hurried()).isEqualTo(1);
        assertThat(order.waiting()).isEqualTo(2);
    }

    @Test
    void aSeriesThatWasSilentForLongerThanTheTimeToLiveBeginsAnew() {
        begin(MORTAL, 100);
        order.add(MORTAL, reading(1100, 1), 0, 99);
        order.add(MORTAL, reading(2101, 1), 0, 99);

        assertThat(order.releaseAll(MORTAL)).extracting(OrderedReading::anew).containsExactly(false, true);
    }

    @Test
    void theFirstReadingOfAllBeginsItsSeries() {
        order.add(MORTAL, reading(100, 1), 0, START);

        assertThat(order.release(MORTAL, 99)).extracting(OrderedReading::anew).containsExactly(true);
    }

    @Test
    void aSeriesExpiresWhenEventTimeHasPassedItByTheTimeToLive() {
        begin(MORTAL, 100);

        assertThat(order.expire(MORTAL, 1099)).isFalse();
        assertThat(order.expire(MORTAL, 1100)).isTrue();
        assertThat(order.isNew()).isTrue();
        assertThat(order.expire(MORTAL, 1100)).isFalse();
    }

    @Test
    void aSeriesThatLiesBehindTheOthersDoesNotExpireWhileItsReadingsCome() {
        order.add(MORTAL, reading(100, 1), 0, 5000);

        assertThat(order.expire(MORTAL, 5999)).isFalse();
        assertThat(order.expire(MORTAL, 6000)).isTrue();
    }

    @Test
    void whatWaitsOutlivesItsSeries() {
        begin(MORTAL, 100);
        add(MORTAL, 2000, 99);

        assertThat(order.expire(MORTAL, 1500)).isTrue();
        assertThat(order.release(MORTAL, 1999)).extracting(OrderedReading::anew).containsExactly(true);
    }

    @Test
    void nothingExpiresWithoutATimeToLive() {
        begin(REGULAR, 100);

        assertThat(order.expire(REGULAR, Long.MAX_VALUE - 1)).isFalse();
    }

    @Test
    void itAsksForEachWatermarkThatItNeedsOnce() {
        assertThat(order.schedule(MORTAL)).isEqualTo(SeriesOrder.NEVER);
        order.add(MORTAL, reading(100, 1), 0, START);
        assertThat(order.schedule(MORTAL)).as("to release").isEqualTo(99);
        order.add(MORTAL, reading(110, 1), 0, START);
        assertThat(order.schedule(MORTAL)).as("later than that").isEqualTo(SeriesOrder.NEVER);
        order.add(MORTAL, reading(90, 1), 0, START);
        assertThat(order.schedule(MORTAL)).as("earlier than that").isEqualTo(89);

        order.woken(89);
        order.release(MORTAL, 89);
        assertThat(order.schedule(MORTAL)).as("to expire").isEqualTo(1110);
        order.woken(1109);
        assertThat(order.schedule(MORTAL)).isEqualTo(SeriesOrder.NEVER);
    }

    @Test
    void foreignNewerAndDamagedStatesAreRefused() {
        assertThatThrownBy(() -> SeriesOrder.read(StateBytes.in(new byte[100])))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageStartingWith("the state of a series order must begin with");
        StateHeader newer = new StateHeader("series order", 2);
        assertThatThrownBy(() -> SeriesOrder.read(StateBytes.in(StateBytes.of(newer::write))))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("a newer Stepcast wrote it");

        add(REGULAR, 100, START);
        byte[] damaged = StateBytes.of(order::write);
        damaged[damaged.length - 12] = 0x7f; // the number of its only value
        assertThatThrownBy(() -> SeriesOrder.read(StateBytes.in(damaged)))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageStartingWith("damaged state: 1 to 500 features must follow");
    }

    private void begin(OrderConfig rules, long moment) {
        assertThat(add(rules, moment, moment - 1)).containsExactly(moment);
    }

    private List<Long> add(OrderConfig rules, long moment, long watermark) {
        return moments(((Placement.Taken) order.add(rules, reading(moment, 1), 0, watermark)).next());
    }

    private static List<Long> moments(List<OrderedReading> readings) {
        return readings.stream().map(next -> next.reading().eventTimeMillis()).toList();
    }

    private static Reading reading(long moment, double value) {
        return new Reading("s", moment, new double[] {value});
    }
}
