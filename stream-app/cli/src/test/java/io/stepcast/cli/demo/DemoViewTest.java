package io.stepcast.cli.demo;

import static io.stepcast.cli.demo.Records.feature;
import static io.stepcast.cli.demo.Records.outcome;
import static io.stepcast.cli.demo.Records.prediction;
import static io.stepcast.cli.demo.Records.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoViewTest {

    private final Scoreboard scoreboard = new Scoreboard();
    private final DemoView view = new DemoView(List.of("Title", "addresses"), List.of("hint"), new Style(false));

    @Test
    void screenShowsEverySeriesWithItsPredictionAndErrors() {
        scoreboard.add(reading("Seattle", 30, 9.5));
        scoreboard.add(prediction("Seattle", 30, 10.25, 3, 412));
        scoreboard.add(outcome("Seattle", 30, feature(9.5, 8.5, 6.5, 2.0)));
        scoreboard.add(reading("New York", 30, 1));

        assertThat(view.screen(scoreboard, new DemoStatus(1234, 2922, 20, null)))
                .containsExactly(
                        "Title",
                        "addresses",
                        "",
                        "1,234 of 2,922 readings · 20/s · 1 predictions · model v3 at step 412",
                        "",
                        "Seattle  last reading 2012-01-31  next 2012-02-01",
                        "                           last    predicted         next   90 % interval",
                        "  warm                     9.50         8.50        10.25   6.25 … 14.25",
                        "  error 0.500 (persistence 1.500, -66.7 %) · of late 0.500 (1.500, -66.7 %)",
                        "",
                        "New York  last reading 2012-01-31  (warming up)",
                        "",
                        "hint");
    }

    @Test
    void troubleAndDeadLettersAreTold() {
        scoreboard.addDeadLetter();

        assertThat(view.screen(scoreboard, new DemoStatus(1, 2, 0, "the job is restarting: no broker")))
                .contains("1 of 2 readings · 0.0/s · 0 predictions · 1 dead letters · model v0 at step 0")
                .contains("the job is restarting: no broker");
    }

    @Test
    void oneLineHoldsTheSum() {
        scoreboard.add(outcome("Seattle", 30, feature(9.5, 8.5, 9.0, 2.0)));

        assertThat(view.line(scoreboard, new DemoStatus(2922, 2922, 0, null)))
                .isEqualTo("2,922 of 2,922 readings · 0 predictions · model v0 at step 0 · error 0.500"
                        + " (persistence 0.250, +100.0 %)");
    }

    @Test
    void coloursAreOnlyUsedWhereTheyAreWelcome() {
        assertThat(new Style(true).bold("x")).isEqualTo("\u001b[1mx\u001b[0m");
        assertThat(new Style(false).bold("x")).isEqualTo("x");
    }
}
