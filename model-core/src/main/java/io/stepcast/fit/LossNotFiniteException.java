package io.stepcast.fit;

/** Training came to a loss that is no finite number; the weights of no epoch are worth keeping. */
public final class LossNotFiniteException extends RuntimeException {

    LossNotFiniteException(String loss, int epoch, double value, double learningRate) {
        super("the " + loss + " must stay finite, but in epoch " + epoch + " it was " + value
                + ": a smaller learning rate (it is " + learningRate
                + ") helps, or taking values out of the data that lie far from all others");
    }
}
