package io.stepcast.forecast;

import java.util.List;

/**
 * A prediction of the next step with its intervals, in the features' own units.
 *
 * @param expected shape [features]
 * @param lower lower end of the main interval; shape [features]
 * @param upper upper end of the main interval; shape [features]
 * @param further intervals of further coverages, in the configured order; each lies within those of larger coverage
 */
public record Forecast(double[] expected, double[] lower, double[] upper, List<Band> further) {

    /**
     * An interval of another coverage than the main one.
     *
     * @param coverage share of outcomes that it is to hold
     * @param lower shape [features]
     * @param upper shape [features]
     */
    public record Band(double coverage, double[] lower, double[] upper) {}

    public Forecast {
        further = List.copyOf(further);
    }

    /** With the main interval alone. */
    public Forecast(double[] expected, double[] lower, double[] upper) {
        this(expected, lower, upper, List.of());
    }
}
