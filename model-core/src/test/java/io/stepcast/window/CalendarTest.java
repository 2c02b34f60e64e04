package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CalendarTest {

    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final WindowConfig IRREGULAR = new WindowConfig(1, 2, 0, 0);

    @Test
    void automaticIsEverythingForIrregularSeriesAndTheYearForLongSteps() {
        assertThat(IRREGULAR.calendar())
                .containsExactly(CalendarField.HOUR, CalendarField.WEEKDAY, CalendarField.DAY_OF_YEAR);
        assertThat(new WindowConfig(1, 2, HOUR, 0).calendar()).containsExactly(CalendarField.DAY_OF_YEAR);
        assertThat(new WindowConfig(1, 2, HOUR - 1, 0).calendar()).isEmpty();
    }

    @Test
    void fieldsAreSineAndCosineInTheOrderOfTheEnum() {
        WindowConfig config = IRREGULAR.withCalendar(
                List.of(CalendarField.DAY_OF_YEAR, CalendarField.HOUR, CalendarField.HOUR, CalendarField.WEEKDAY));
        // A Tuesday.
        float[] encoded = encoded(config, "1970-01-06T06:00:00Z");

        assertThat(encoded).hasSize(6);
        assertThat(encoded[0]).isCloseTo(1, within(1e-6f));
        assertThat(encoded[1]).isCloseTo(0, within(1e-6f));
        assertThat(encoded[2]).isCloseTo((float) Math.sin(2 * Math.PI / 7), within(1e-6f));
        assertThat(encoded[3]).isCloseTo((float) Math.cos(2 * Math.PI / 7), within(1e-6f));
        assertThat(encoded[4]).isCloseTo((float) Math.sin(2 * Math.PI * 5.25 / 365.2425), within(1e-6f));
    }

    @Test
    void theWeekdayIsWholeDays() {
        WindowConfig config = IRREGULAR.withCalendar(List.of(CalendarField.WEEKDAY));
        assertThat(encoded(config, "2026-11-16T00:00:00Z")).containsExactly(0, 1);
        assertThat(encoded(config, "2026-11-16T23:59:59Z")).containsExactly(0, 1);
        assertThat(encoded(config, "1965-11-14T12:00:00Z")[0]).isNegative();
    }

    @Test
    void theSeasonComesBesideTheCalendar() {
        WindowConfig none = new WindowConfig(1, 2, HOUR, 13 * HOUR).withCalendar(List.of());
        assertThat(encoded(none, "2026-11-16T00:00:00Z")).hasSize(8);
        assertThat(encoded(none.withCalendar(List.of(CalendarField.HOUR)), "2026-11-16T00:00:00Z"))
                .hasSize(10);
    }

    @Test
    void theZonesClockTellsHourWeekdayAndSlot() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        WindowConfig hourly = new WindowConfig(1, 2, HOUR, DAY).withZone(berlin);
        assertThat(hourly.slot(Instant.parse("2026-01-15T05:00:00Z").toEpochMilli()))
                .isEqualTo(6);
        assertThat(hourly.slot(Instant.parse("2026-07-15T05:00:00Z").toEpochMilli()))
                .isEqualTo(7);
        WindowConfig hour = IRREGULAR.withCalendar(List.of(CalendarField.HOUR));
        assertThat(encoded(hour.withZone(berlin), "2026-01-15T05:00:00Z"))
                .isEqualTo(encoded(hour, "2026-01-15T06:00:00Z"));
        WindowConfig weekday = IRREGULAR.withCalendar(List.of(CalendarField.WEEKDAY));
        assertThat(encoded(weekday.withZone(berlin), "2026-11-15T23:30:00Z"))
                .isEqualTo(encoded(weekday, "2026-11-16T00:30:00Z"));
    }

    @Test
    void zonesWithoutShiftsAreTheSame() {
        assertThat(IRREGULAR.withZone(ZoneId.of("UTC"))).isEqualTo(IRREGULAR);
        assertThat(IRREGULAR.withZone(ZoneId.of("Etc/UTC"))).isEqualTo(IRREGULAR);
        assertThat(IRREGULAR.withZone(ZoneId.of("Europe/Berlin"))).isNotEqualTo(IRREGULAR);
    }

    private static float[] encoded(WindowConfig config, String moment) {
        SeriesCalendar calendar = new SeriesCalendar(config);
        float[] into = new float[calendar.width()];
        calendar.encode(Instant.parse(moment).toEpochMilli(), into, 0);
        return into;
    }
}
