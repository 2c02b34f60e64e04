package io.stepcast.backtest;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.forecast.ForecastStep;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.WindowStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Streams recorded readings through the classes of the job, on its schedule: every reading is predicted from those before it,
 * scored, then learnt from. Single pass; confined to one thread; used once.
 */
public final class Backtest {

    private final ForecastConfig config;
    private final OnlineLearner learner;
    private final LongSupplier nanoClock;

    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private final Scoreboard scoreboard;
    /** Windows predicted since the last reading, for the time after the clock has stopped. */
    private final Deque<Predicted> predicted = new ArrayDeque<>();

    private record Predicted(Track track, LearnerOutput.Predicted output, ForecastStep step) {}

    /**
     * @param learner freshly made; stays the caller's to close
     * @param nanoClock nanoseconds, from any origin
     */
    public Backtest(ForecastConfig config, OnlineLearner learner, LongSupplier nanoClock) {
        this.config = config;
        this.learner = learner;
        this.nanoClock = nanoClock;
        scoreboard = new Scoreboard(config.features());
    }

    /**
     * Runs over all readings. As in the service, a second reading within a time step of a series with a fixed step is not used, and the
     * first two readings after a gap that is too long to fill have no prediction: none of them is scored.
     *
     * @param readings in the order of time; of one series strictly so
     * @param ranges the rows that count, by a series' name and its number of rows
     * @param outcomes told every scored row
     * @param progress told how many readings are done
     * @throws IllegalArgumentException if a series is not in the order of time
     */
    public BacktestResult run(
            List<Reading> readings,
            BiFunction<String, Integer, RowRange> ranges,
            Consumer<Outcome> outcomes,
            LongConsumer progress) {
        Map<String, List<Reading>> rows = new LinkedHashMap<>();
        for (Reading reading : readings) {
            rows.computeIfAbsent(reading.series(), series -> new ArrayList<>()).add(reading);
        }
        rows.forEach((series, ofSeries) ->
                tracks.put(series, new Track(series, ofSeries, ranges.apply(series, ofSeries.size()), config)));
        long nanos = 0;
        long timed = 0;
        long done = 0;
        for (Reading reading : readings) {
            Track track = tracks.get(reading.series());
            if (track != null && track.taken < track.range.scoreTo()) {
                boolean scored = track.range.scores(track.taken);
                track.taken++;
                long start = nanoClock.getAsLong();
                take(track, reading);
                long end = nanoClock.getAsLong();
                if (scored) {
                    nanos += end - start;
                    timed++;
                }
                score(outcomes);
                done++;
                progress.accept(done);
            }
        }
        learner.flush(this::forecast);
        score(outcomes);
        return scoreboard.result(
                done, new ArrayList<>(tracks.values()), config.coverages(), nanos / 1e3 / Math.max(1, timed));
    }

    private void take(Track track, Reading reading) {
        Arrival arrival = track.window.add(reading);
        if (arrival instanceof Arrival.Advanced advanced) {
            for (WindowStep step : advanced.steps()) {
                learner.add(step, this::forecast);
            }
        } else if (arrival instanceof Arrival.Late late) {
            throw new IllegalArgumentException("the readings of a series must be in the order of time, but " + reading
                    + " came after " + late.newestEventTimeMillis());
        }
    }

    private void forecast(LearnerOutput output) {
        if (output instanceof LearnerOutput.Predicted made) {
            Track track = tracks.get(made.step().series());
            if (track != null) {
                ForecastStep step = track.forecaster.advance(made.step(), made.networkSteps(), made.modelVersion());
                predicted.add(new Predicted(track, made, step));
            }
        }
    }

    private void score(Consumer<Outcome> outcomes) {
        while (!predicted.isEmpty()) {
            Predicted next = predicted.remove();
            Outcome outcome = next.track.advance(next.output.step(), next.output.networkSteps(), next.step);
            if (outcome != null) {
                scoreboard.add(next.track, outcome);
                outcomes.accept(outcome);
            }
        }
    }
}
