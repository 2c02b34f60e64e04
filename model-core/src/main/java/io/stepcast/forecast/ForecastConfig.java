package io.stepcast.forecast;

import java.io.Serializable;

/**
 * @param features values per reading
 * @param coverage share of outcomes that the interval is to hold, above 0 and below 1
 */
public record ForecastConfig(int features, double coverage) implements Serializable {

    public ForecastConfig {
        if (features < 1) {
            throw new IllegalArgumentException("features must be at least 1, got " + features);
        }
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("coverage must be above 0 and below 1, got " + coverage);
        }
    }
}
