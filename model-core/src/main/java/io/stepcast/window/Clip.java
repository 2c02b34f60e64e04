package io.stepcast.window;

/** Keeps numbers within bounds. */
public final class Clip {

    private Clip() {}

    /** The value, at most {@code most} from zero; zero where it is not a number. */
    public static double clip(double value, double most) {
        if (Double.isNaN(value)) {
            return 0;
        }
        return Math.max(-most, Math.min(most, value));
    }
}
