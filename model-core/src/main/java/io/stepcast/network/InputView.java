package io.stepcast.network;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a feed-forward network sees of a window: each of its inputs is one number of the flattened [time, inputs] window, or the
 * difference of two, within ±{@value #LIMIT}. An input that needs a time step which is not real is zero.
 *
 * @param indices of the numbers; owned by the view, nobody changes them; shape [width]
 * @param subtracted index of what is subtracted from each, or {@value #NOTHING}; as long as {@code indices}
 */
public record InputView(int[] indices, int[] subtracted) implements Serializable {

    /** Stands in {@code subtracted} for a number that is taken as it is. */
    public static final int NOTHING = -1;

    private static final float LIMIT = 6;

    public InputView {
        indices = indices.clone();
        subtracted = subtracted.clone();
        if (indices.length < 1 || indices.length != subtracted.length) {
            throw new IllegalArgumentException("a view requires at least 1 input and as many to subtract, got "
                    + indices.length + " and " + subtracted.length);
        }
    }

    /** The whole window, number by number. */
    public static InputView whole(int time, int inputs) {
        int[] indices = new int[Math.multiplyExact(time, inputs)];
        int[] subtracted = new int[indices.length];
        Arrays.setAll(indices, i -> i);
        Arrays.fill(subtracted, NOTHING);
        return new InputView(indices, subtracted);
    }

    /** How many inputs the network has. */
    public int width() {
        return indices.length;
    }

    void requireWithin(int time, int inputs) {
        long length = (long) time * inputs;
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= length || subtracted[i] < NOTHING || subtracted[i] >= length) {
                throw new IllegalArgumentException(
                        "a view of windows of " + length + " numbers requires indices from 0 to " + (length - 1)
                                + ", got " + indices[i] + " minus " + subtracted[i]);
            }
        }
    }

    /**
     * Looks at one window.
     *
     * @param windows where it lies, from {@code from} on
     * @param unreal how many numbers at its beginning are not real
     * @param target receives the inputs from {@code to} on
     */
    void look(float[] windows, int from, int unreal, float[] target, int to) {
        for (int i = 0; i < indices.length; i++) {
            int index = indices[i];
            int other = subtracted[i];
            float value = 0;
            if (index >= unreal && (other == NOTHING || other >= unreal)) {
                value = windows[from + index] - (other == NOTHING ? 0 : windows[from + other]);
            }
            target[to + i] = Math.max(-LIMIT, Math.min(LIMIT, value));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InputView view
                && Arrays.equals(indices, view.indices)
                && Arrays.equals(subtracted, view.subtracted);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indices) + Arrays.hashCode(subtracted);
    }

    @Override
    public String toString() {
        return "InputView[" + indices.length + " inputs, " + Integer.toHexString(hashCode()) + "]";
    }
}
