package io.stepcast.backtest;

import io.stepcast.forecast.Forecast;
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
                addIntervals(track, outcome, f, observed, expected);
            }
        }
    }

    private static void addIntervals(Track track, Outcome outcome, int f, double observed, double expected) {
        double unit = outcome.unit()[f];
        Forecast forecast = outcome.forecast();
        track.intervals.get(0).get(f).add(observed, expected, forecast.lower()[f] / unit, forecast.upper()[f] / unit);
        for (int k = 0; k < forecast.further().size(); k++) {
            Forecast.Band band = forecast.further().get(k);
            track.intervals.get(k + 1).get(f).add(observed, expected, band.lower()[f] / unit, band.upper()[f] / unit);
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

    BacktestResult result(long rows, List<Track> tracks, List<Double> coverages, double microsPerReading) {
        long scoredSteps = 0;
        List<SeriesScore> perSeries = new ArrayList<>();
        for (Track track : tracks) {
            scoredSteps += track.scoredSteps;
            perSeries.add(
                    new SeriesScore(track.series(), track.scoredSteps, track.model.mean(), track.persistence.mean()));
        }
        List<IntervalScore> intervals = new ArrayList<>();
        for (int k = 0; k < coverages.size(); k++) {
            int coverage = k;
            intervals.add(IntervalSums.score(
                    coverages.get(k),
                    tracks.stream()
                            .flatMap(track -> track.intervals.get(coverage).stream())
                            .toList()));
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
                intervals.get(0),
                intervals.subList(1, intervals.size()),
                microsPerReading);
    }
}
