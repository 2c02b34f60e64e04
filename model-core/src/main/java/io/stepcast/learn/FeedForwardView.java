package io.stepcast.learn;

import io.stepcast.network.InputView;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowEncoding;
import java.util.Arrays;

/**
 * What a feed-forward network sees of a window: the newest row without its steps, and per feature the level of every earlier row minus
 * that of the newest.
 */
public final class FeedForwardView {

    private FeedForwardView() {}

    /** The view of windows made with a configuration. */
    public static InputView of(WindowConfig config) {
        WindowEncoding encoding = new WindowEncoding(config);
        int inputs = encoding.inputs();
        int features = config.features();
        int newest = (config.length() - 1) * inputs;
        int[] indices = new int[inputs - features + features * (config.length() - 1)];
        int[] subtracted = new int[indices.length];
        Arrays.fill(subtracted, InputView.NOTHING);
        int at = 0;
        for (int column = 0; column < inputs; column++) {
            if (!isStep(encoding, features, column)) {
                indices[at++] = newest + column;
            }
        }
        for (int feature = 0; feature < features; feature++) {
            int level = encoding.levelColumn(feature);
            for (int age = 1; age < config.length(); age++) {
                indices[at] = newest - age * inputs + level;
                subtracted[at++] = newest + level;
            }
        }
        return new InputView(indices, subtracted);
    }

    private static boolean isStep(WindowEncoding encoding, int features, int column) {
        for (int feature = 0; feature < features; feature++) {
            if (encoding.stepColumn(feature) == column) {
                return true;
            }
        }
        return false;
    }
}
