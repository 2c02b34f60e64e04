package io.stepcast.forecast;

/**
 * How forecasts of many series do lately: fading means over their present values, the plain means of the first {@value #MEMORY} values,
 * then means that forget with that memory. Errors are in units of each series' running standard deviation, so that series weigh the
 * same whatever their unit. Confined to one thread; a number may be read from others.
 */
public final class LiveScores {

    private static final double MEMORY = 10_000;

    private long values;
    private double covered;
    private final Errors forecast = new Errors();
    private final Errors persistence = new Errors();
    private final Errors linear = new Errors();

    /** Fading means of absolute and squared errors. */
    public static final class Errors {

        private double absolute;
        private double squared;

        private Errors() {}

        private void add(double error, double weight) {
            absolute += weight * (Math.abs(error) - absolute);
            squared += weight * (error * error - squared);
        }

        /** Mean absolute error in standard deviations. */
        public double mae() {
            return absolute;
        }

        /** Mean squared error in variances. */
        public double mse() {
            return squared;
        }
    }

    /** Takes an outcome; missing values don't count. */
    public void add(Scored scored) {
        Forecast prediction = scored.prediction();
        for (int f = 0; f < scored.observed().length; f++) {
            double observed = scored.observed()[f];
            if (!Double.isNaN(observed)) {
                values++;
                double weight = Math.max(1 / MEMORY, 1.0 / values);
                double spread = scored.spread()[f];
                boolean inside = observed >= prediction.lower()[f]
                        && observed <= prediction.upper()[f];
                covered += weight * ((inside ? 1 : 0) - covered);
                forecast.add((observed - prediction.expected()[f]) / spread, weight);
                persistence.add((observed - scored.persistence()[f]) / spread, weight);
                linear.add((observed - scored.linear()[f]) / spread, weight);
            }
        }
    }

    /** Values scored so far. */
    public long values() {
        return values;
    }

    /** Share of the values within their interval, its ends included. */
    public double coverage() {
        return covered;
    }

    /** What is published. */
    public Errors forecast() {
        return forecast;
    }

    /** The last value before the reading. */
    public Errors persistence() {
        return persistence;
    }

    /** The online linear model. */
    public Errors linear() {
        return linear;
    }
}
