package io.stepcast.fit;

import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Windows by what they are for, each a list of their numbers. Everything to be predicted in training is older than everything in
 * validation, and that is older than everything in the test, over all series.
 */
public record Split(int[] training, int[] validation, int[] test) {

    /**
     * Cuts the windows at two moments. Windows of one moment stay together, so the parts can differ from their shares by as many.
     *
     * @param times of the labels, one per window
     * @throws TooFewRowsException if there are fewer windows than the shares require
     */
    static Split of(long[] times, Shares shares, TooFewRowsException.Source source) {
        int fewest = shares.fewestWindows();
        if (times.length < fewest) {
            throw new TooFewRowsException(source, shares, times.length);
        }
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        int tested = shares.testOf(times.length);
        int held = shares.validationOf(times.length) + tested;
        // The moments that validation and test begin at; where a part is empty, they are the same or lie beyond the
        // end.
        int validationAt = times.length - held;
        int testAt = times.length - tested;
        int[] training = matching(times, time -> validationAt == sorted.length || time < sorted[validationAt]);
        int[] test = matching(times, time -> testAt < sorted.length && time >= sorted[testAt]);
        int[] validation = matching(
                times,
                time -> validationAt < sorted.length
                        && time >= sorted[validationAt]
                        && (testAt == sorted.length || time < sorted[testAt]));
        if (training.length == 0 || (shares.validation() > 0 && validation.length == 0)) {
            throw new TooFewRowsException(source, shares, training.length);
        }
        return new Split(training, validation, test);
    }

    private static int[] matching(long[] times, LongPredicate holds) {
        return IntStream.range(0, times.length)
                .filter(window -> holds.test(times[window]))
                .toArray();
    }
}
