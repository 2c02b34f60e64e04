package io.stepcast.forecast;

import java.util.Arrays;

/** Forecasts as text that differs where any number differs in any bit. */
final class ForecastTraces {

    private ForecastTraces() {}

    static String of(ForecastStep step) {
        Scored scored = step.scored();
        return (scored == null ? "-" : of(scored)) + " next " + of(step.next());
    }

    private static String of(Scored scored) {
        return String.join(
                " ",
                Arrays.toString(scored.observed()),
                of(scored.prediction()),
                Arrays.toString(scored.persistence()),
                Arrays.toString(scored.linear()),
                Arrays.toString(scored.spread()),
                Double.toString(scored.anomalyScore()),
                Long.toString(scored.modelVersion()));
    }

    private static String of(Forecast forecast) {
        return Arrays.toString(forecast.expected())
                + Arrays.toString(forecast.lower())
                + Arrays.toString(forecast.upper())
                + forecast.further().stream()
                        .map(band -> band.coverage() + Arrays.toString(band.lower()) + Arrays.toString(band.upper()))
                        .toList();
    }
}
