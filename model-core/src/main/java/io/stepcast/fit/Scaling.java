package io.stepcast.fit;

import io.stepcast.version.ScaledEncoding;
import java.util.Locale;

/** How a feature's values are scaled, by numbers that the training rows alone give. */
public enum Scaling {
    /** (x - least) / (most - least): 0 to 1 over the training rows. */
    MIN_MAX,
    /** (x - mean) / standard deviation: mean 0 and variance 1 over the training rows. */
    STANDARD;

    /** As the command line and the file write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The numbers for some values.
     *
     * @param values at least 1, finite
     * @return divisor 1 where all values are the same
     */
    ScaledEncoding.Scale of(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
            // Welford (1962): no cancellation where values are large and lie close together.
            double deviation = values[i] - mean;
            mean += deviation / (i + 1);
            squares += deviation * (values[i] - mean);
        }
        double width = this == MIN_MAX ? most - least : Math.sqrt(squares / values.length);
        return new ScaledEncoding.Scale(this == MIN_MAX ? least : mean, width > 0 ? width : 1);
    }
}
