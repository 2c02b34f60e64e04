package io.stepcast.cli.backtest;

import io.stepcast.backtest.Method;
import io.stepcast.backtest.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the report's pictures need, kept small whatever the number of rows: the last scored rows of the first series, and means over
 * as many stretches of scored rows as a picture can show.
 */
final class ReportData implements Consumer<Outcome> {

    static final int LAST_ROWS = 240;
    private static final int STRETCHES = 120;
    static final List<Method> COMPARED = List.of(Method.MODEL, Method.PERSISTENCE, Method.ONLINE_LINEAR);

    /** Sums over consecutive outcomes. */
    private static final class Stretch {
        private final Map<Method, Double> squares = new EnumMap<>(Method.class);
        private long values;
        private long inside;
    }

    private final int outcomesPerStretch;
    private final List<Stretch> stretches = new ArrayList<>();
    private final Deque<Outcome> last = new ArrayDeque<>();
    private long outcomes;
    private String firstSeries = "";
    long firstMillis = Long.MAX_VALUE;
    long lastMillis = Long.MIN_VALUE;

    /** @param expected about how many outcomes will come */
    ReportData(long expected) {
        outcomesPerStretch = (int) Math.max(1, expected / STRETCHES);
    }

    @Override
    public void accept(Outcome outcome) {
        if (outcomes % outcomesPerStretch == 0) {
            stretches.add(new Stretch());
        }
        if (outcomes == 0) {
            firstSeries = outcome.series();
        }
        outcomes++;
        firstMillis = Math.min(firstMillis, outcome.eventTimeMillis());
        lastMillis = Math.max(lastMillis, outcome.eventTimeMillis());
        add(stretches.get(stretches.size() - 1), outcome);
        if (outcome.series().equals(firstSeries)) {
            last.add(outcome);
            if (last.size() > LAST_ROWS) {
                last.remove();
            }
        }
    }

    private static void add(Stretch stretch, Outcome outcome) {
        for (int f = 0; f < outcome.unit().length; f++) {
            double observed = outcome.observed()[f];
            if (Double.isNaN(observed)) {
                continue;
            }
            stretch.values++;
            if (observed >= outcome.forecast().lower()[f]
                    && observed <= outcome.forecast().upper()[f]) {
                stretch.inside++;
            }
            for (Method method : COMPARED) {
                double[] prediction = outcome.predictions().getOrDefault(method, outcome.observed());
                double error = (prediction[f] - observed) / outcome.unit()[f];
                stretch.squares.merge(method, error * error, Double::sum);
            }
        }
    }

    /** The newest scored rows of the first series, oldest first. */
    List<Outcome> last() {
        return List.copyOf(last);
    }

    /** Mean squared scaled error of a method per stretch. */
    double[] errors(Method method) {
        return stretches.stream()
                .mapToDouble(stretch -> stretch.squares.getOrDefault(method, 0.0) / stretch.values)
                .toArray();
    }

    /** Share of outcomes inside their interval per stretch. */
    double[] coverage() {
        return stretches.stream()
                .mapToDouble(stretch -> (double) stretch.inside / stretch.values)
                .toArray();
    }
}
