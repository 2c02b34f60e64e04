package io.stepcast.backtest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sums behind a result. A missing value is not scored. */
final class Scoreboard {

    private final Map<Method, ErrorSum> scaled = new EnumMap<>(Method.class);
    private final Map<Method, ErrorSum> raw = new EnumMap<>(Method.class);
    private final List<ErrorSum> perFeature = new ArrayList<>();

    Scoreboard(int features) {
        for (Method method : Method.values()) {
            scaled.put(method, new ErrorSum());
            raw.put(method, new ErrorSum());
        }
        for (int f = 0; f < features; f++) {
            perFeature.add(new ErrorSum());
        }
    }

    void add(Track track, Outcome outcome) {
        double[] unit = outcome.unit();
        outcome.predictions().forEach((method, prediction) -> {
            for (int f = 0; f < unit.length; f++) {
                double error = prediction[f] - outcome.observed()[f];
                if (!Double.isNaN(error)) {
                    sum(raw, method).add(error);
                    sum(scaled, method).add(error / unit[f]);
                }
            }
        });
        for (int f = 0; f < unit.length; f++) {
            double observed = outcome.observed()[f] / unit[f];
            if (!Double.isNaN(observed)) {
                double expected = outcome.forecast().expected()[f] / unit[f];
                perFeature.get(f).add(expected - observed);
                track.model.add(expected - observed);
                track.persistence.add(prediction(outcome, Method.PERSISTENCE)[f] / unit[f] - observed);
                track.intervals
                        .get(f)
                        .add(
                                observed,
                                expected,
                                outcome.forecast().lower()[f] / unit[f],
                                outcome.forecast().upper()[f] / unit[f]);
            }
        }
    }

    private static ErrorSum sum(Map<Method, ErrorSum> sums, Method method) {
        return sums.computeIfAbsent(method, key -> new ErrorSum());
    }

    private static double[] prediction(Outcome outcome, Method method) {
        double[] prediction = outcome.predictions().get(method);
        if (prediction == null) {
            throw new IllegalStateException("an outcome must have the predictions of " + method);
        }
        return prediction;
    }

    BacktestResult result(long rows, List<Track> tracks, double coverage, double microsPerReading) {
        long scoredSteps = 0;
        List<SeriesScore> perSeries = new ArrayList<>();
        List<IntervalSums> intervals = new ArrayList<>();
        for (Track track : tracks) {
            scoredSteps += track.scoredSteps;
            perSeries.add(
                    new SeriesScore(track.series(), track.scoredSteps, track.model.mean(), track.persistence.mean()));
            intervals.addAll(track.intervals);
        }
        List<MethodScore> methods = new ArrayList<>();
        for (Method method : Method.values()) {
            methods.add(new MethodScore(
                    method, sum(scaled, method).mean(), sum(raw, method).mean()));
        }
        return new BacktestResult(
                rows,
                scoredSteps,
                methods,
                perFeature.stream().map(ErrorSum::mean).toList(),
                perSeries,
                IntervalSums.score(coverage, intervals),
                microsPerReading);
    }
}
