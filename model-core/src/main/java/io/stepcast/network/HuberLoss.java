package io.stepcast.network;

/**
 * The Huber loss of output minus label, e² up to the threshold k and 2k|e| - k² beyond it, and its derivative.
 *
 * <p>With c = e clamped to ±k both are short: the loss is c (2e - c), the derivative 2c.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177703732">Huber (1964)</a>
 */
final class HuberLoss {

    private HuberLoss() {}

    /**
     * The loss summed over the labels that are present.
     *
     * @param outputs shape [batch, stride], of which the first {@code columns} of a row count
     * @param labels shape [batch, columns] from {@code labelsAt}; NaN where there is no label
     * @param scale what the derivative is multiplied by
     * @param slope receives the derivative times {@code scale}, shape [batch, stride]; zero where there is no label
     */
    static double sum(
            float[] outputs,
            int stride,
            float[] labels,
            int labelsAt,
            int batch,
            int columns,
            double threshold,
            double scale,
            float[] slope) {
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            for (int column = 0; column < columns; column++) {
                float label = labels[labelsAt + row * columns + column];
                int at = row * stride + column;
                if (Float.isNaN(label)) {
                    slope[at] = 0;
                    continue;
                }
                double error = (double) outputs[at] - label;
                double clamped = Math.max(-threshold, Math.min(threshold, error));
                sum += clamped * (2 * error - clamped);
                slope[at] = (float) (2 * clamped * scale);
            }
        }
        return sum;
    }
}
