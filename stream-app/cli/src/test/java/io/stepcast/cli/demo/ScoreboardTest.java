package io.stepcast.cli.demo;

import static io.stepcast.cli.demo.Records.feature;
import static io.stepcast.cli.demo.Records.outcome;
import static io.stepcast.cli.demo.Records.prediction;
import static io.stepcast.cli.demo.Records.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreboardTest {

    private final Scoreboard scoreboard = new Scoreboard();

    @Test
    void errorsAreMeansOverAllPresentFeaturesInSpreads() {
        scoreboard.add(outcome("A", 1, feature(10.0, 12.0, 7.0, 2.0), feature(null, 100.0, 100.0, 1.0)));
        scoreboard.add(outcome("B", 1, feature(5.0, 5.0, 5.5, 0.5)));

        assertThat(scoreboard.scored()).isEqualTo(2);
        assertThat(scoreboard.errors().expected().orElseThrow()).isCloseTo((1.0 + 0.0) / 2, within(1e-12));
        assertThat(scoreboard.errors().persistence().orElseThrow()).isCloseTo((1.5 + 1.0) / 2, within(1e-12));
    }

    @Test
    void nothingIsScoredAtFirst() {
        assertThat(scoreboard.errors().expected()).isEmpty();
        assertThat(scoreboard.series()).isEmpty();
    }

    @Test
    void countsComeFromTheTopics() {
        scoreboard.add(reading("A", 0, 1));
        scoreboard.add(reading("B", 0, 1));
        scoreboard.addUnreadableReading();
        scoreboard.addDeadLetter();
        scoreboard.add(prediction("A", 0, 2, 3, 40));
        scoreboard.add(prediction("B", 0, 2, 2, 39));

        assertThat(scoreboard.readings()).isEqualTo(3);
        assertThat(scoreboard.deadLetters()).isEqualTo(1);
        assertThat(scoreboard.predictions()).isEqualTo(2);
        assertThat(scoreboard.modelVersion()).isEqualTo(3);
        assertThat(scoreboard.learningStep()).isEqualTo(40);
        assertThat(scoreboard.series()).extracting(SeriesScore::series).containsExactly("A", "B");
    }

    @Test
    void readingAndPredictionOnShowGoTogether() {
        SeriesScore score = new SeriesScore("A");

        score.add(reading("A", 0, 10));
        score.add(reading("A", 1, 11));
        assertThat(score.reading()).isEqualTo(reading("A", 1, 11));

        score.add(reading("A", 2, 12));
        score.add(reading("A", 3, 13));
        score.add(prediction("A", 2, 12.5, 0, 0));
        assertThat(score.reading()).isEqualTo(reading("A", 3, 13));

        score.add(reading("A", 4, 14));
        score.add(prediction("A", 3, 13.5, 0, 0));
        assertThat(score.reading()).isEqualTo(reading("A", 3, 13));
        score.add(prediction("A", 4, 14.5, 0, 0));
        assertThat(score.reading()).isEqualTo(reading("A", 4, 14));
    }

    @Test
    void errorsOfLateForgetTheOldOnes() {
        ErrorMeans late = ErrorMeans.ofNewest(2);
        late.add(feature(0.0, 100.0, 100.0, 1.0));
        late.add(feature(0.0, 1.0, 2.0, 1.0));
        late.add(feature(0.0, 3.0, 4.0, 1.0));

        assertThat(late.expected().orElseThrow()).isCloseTo(2.0, within(1e-9));
        assertThat(late.persistence().orElseThrow()).isCloseTo(3.0, within(1e-9));
    }
}
