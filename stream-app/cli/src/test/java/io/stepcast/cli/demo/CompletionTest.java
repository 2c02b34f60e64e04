package io.stepcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.cli.demo.Completion.Counts;
import io.stepcast.cli.demo.Completion.Verdict;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private final Completion completion = new Completion(10, 50, 1000);

    private static Counts counts(boolean replayed, long predictions, long scored) {
        return new Counts(replayed, 100, predictions, 2, 1, scored, 2, 7);
    }

    @Test
    void doneWhenEveryReadingIsAccountedForAndAllIsQuiet() {
        assertThat(completion.look(counts(false, 97, 95), 0)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 96, 94), 1)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 97, 95), 2)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 97, 95), 11)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 97, 95), 12)).isEqualTo(Verdict.DONE);
    }

    @Test
    void outcomesThatMayStillComeAreWaitedForLonger() {
        assertThat(completion.look(counts(true, 97, 90), 0)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 97, 90), 49)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 97, 90), 50)).isEqualTo(Verdict.DONE);
    }

    @Test
    void stuckWhenNothingChangesForLong() {
        assertThat(completion.look(counts(true, 90, 88), 0)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 91, 89), 999)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 91, 89), 1998)).isEqualTo(Verdict.GOING_ON);
        assertThat(completion.look(counts(true, 91, 89), 1999)).isEqualTo(Verdict.STUCK);
    }
}
