package io.stepcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.Reading;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatasetTest {

    @ParameterizedTest
    @EnumSource(Dataset.class)
    void readingsAreCompleteAndInTheOrderOfTime(Dataset dataset) {
        List<Reading> readings = dataset.readings();

        assertThat(readings)
                .isSortedAccordingTo(Comparator.comparing(Reading::getTimestamp))
                .allSatisfy(reading -> assertThat(reading.getValues()).doesNotContainNull());
    }

    @Test
    void weatherHasTwoSeriesAndStocksOne() {
        assertThat(Dataset.WEATHER.readings())
                .hasSize(2922)
                .extracting(Reading::getSeries)
                .containsOnly("Seattle", "New York");
        assertThat(Dataset.STOCKS.readings())
                .hasSize(5105)
                .extracting(Reading::getSeries)
                .containsOnly("S&P 500");
    }

    @ParameterizedTest
    @EnumSource(Dataset.class)
    void configurationsAreValid(Dataset dataset) {
        String yaml = dataset.configuration("127.0.0.1:1", "http://127.0.0.1:2", "/home/o'neill/my data");

        StepcastConfig config = ConfigLoader.parse(yaml, "demo", List.of(), Map.of());

        assertThat(config.delivery().checkpointDir()).isEqualTo("/home/o'neill/my data");
        assertThat(config.topics().readings()).isEqualTo(dataset.word() + ".readings");
        assertThat(config.series().step()).isEqualTo(dataset == Dataset.WEATHER ? Duration.ofDays(1) : null);
    }
}
