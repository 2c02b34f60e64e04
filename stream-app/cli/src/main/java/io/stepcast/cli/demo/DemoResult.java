package io.stepcast.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a demo that ran to its end has to say. Counts are of the whole data folder, restarts included.
 *
 * @param readings records on the readings topic: predictions, warming and dead letters together
 * @param warming readings before their series had a usable window
 * @param mae mean over all outcomes and present features of the absolute error, in running standard deviations; null without outcomes
 * @param persistenceMae the same of persistence
 * @param scored outcomes behind the two
 * @param seconds that this run took
 */
@JsonSerialize
record DemoResult(
        String dataset,
        long readings,
        long predictions,
        long warming,
        long deadLetters,
        long learningSteps,
        @Nullable BigDecimal mae,
        @Nullable BigDecimal persistenceMae,
        long scored,
        BigDecimal seconds) {

    static DemoResult of(Dataset dataset, Scoreboard scoreboard, long warming, long learningSteps, double seconds) {
        return new DemoResult(
                dataset.word(),
                scoreboard.readings(),
                scoreboard.predictions(),
                warming,
                scoreboard.deadLetters(),
                learningSteps,
                rounded(scoreboard.errors().expected()),
                rounded(scoreboard.errors().persistence()),
                scoreboard.scored(),
                BigDecimal.valueOf(seconds).setScale(1, RoundingMode.HALF_UP));
    }

    /** One line of JSON, the fields in the order of this record. */
    String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values must be writable as JSON", e);
        }
    }

    private static @Nullable BigDecimal rounded(OptionalDouble mean) {
        return mean.isEmpty() ? null : BigDecimal.valueOf(mean.getAsDouble()).setScale(6, RoundingMode.HALF_UP);
    }
}
