package io.stepcast.backtest;

import java.util.List;

/**
 * What a backtest found.
 *
 * @param rows readings streamed
 * @param scoredSteps readings whose prediction was scored
 * @param methods in the order of {@link Method}
 * @param perFeature the model's scaled scores, one per feature
 * @param perSeries in the order of the series' first readings
 * @param intervals of the main coverage
 * @param furtherIntervals of the further coverages, in the configured order
 * @param microsPerReading time in windows, learner and forecasters per reading, over the readings of the scored rows: those before
 *     them warm the JVM up
 */
public record BacktestResult(
        long rows,
        long scoredSteps,
        List<MethodScore> methods,
        List<ErrorScore> perFeature,
        List<SeriesScore> perSeries,
        IntervalScore intervals,
        List<IntervalScore> furtherIntervals,
        double microsPerReading) {

    public BacktestResult {
        methods = List.copyOf(methods);
        perFeature = List.copyOf(perFeature);
        perSeries = List.copyOf(perSeries);
        furtherIntervals = List.copyOf(furtherIntervals);
    }

    public MethodScore of(Method method) {
        return methods.stream()
                .filter(score -> score.method() == method)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a result must have a score of " + method));
    }
}
