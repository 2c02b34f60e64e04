package io.stepcast.fit;

/**
 * How to train.
 *
 * @param epochs passes over the training windows, at most
 * @param batch windows per training step
 * @param learningRate above 0
 * @param patience epochs without a better validation loss after which training stops; 0 for never
 * @param seed of the order of the windows
 * @param huberThreshold residuals beyond this many units count linearly in the losses that are told; infinity for the squared error.
 *     Must be the network's own
 */
public record FitConfig(int epochs, int batch, double learningRate, int patience, long seed, double huberThreshold) {

    public FitConfig {
        requireAtLeast("epochs", 1, epochs);
        requireAtLeast("batch", 1, batch);
        requireAtLeast("patience", 0, patience);
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be finite and above 0, got " + learningRate);
        }
        if (!(huberThreshold > 0)) {
            throw new IllegalArgumentException("the Huber threshold must be above 0, got " + huberThreshold);
        }
    }

    private static void requireAtLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }
}
