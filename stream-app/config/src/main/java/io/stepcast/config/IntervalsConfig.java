package io.stepcast.config;

import java.io.Serializable;
import java.util.List;

/**
 * The intervals around predictions.
 *
 * @param coverages shares of outcomes that the intervals are to hold, 0.9 unless set; the first is the main one
 */
public record IntervalsConfig(List<Double> coverages) implements Serializable {

    public IntervalsConfig {
        coverages = List.copyOf(coverages);
    }
}
