package io.stepcast.learn;

import io.stepcast.window.Clip;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Fading mean of the network's squared error on windows it has not learnt from yet: the plain mean of the first
 * {@value #MEMORY} windows, then a mean that forgets with that memory. Predictions and labels count within ±{@value #MOST_STEP}.
 */
final class PrequentialLoss {

    private static final double MEMORY = 1000;
    private static final double MOST_STEP = 10;

    private long windows;
    private double mean;

    double mean() {
        return mean;
    }

    /**
     * Takes a window's predictions and labels, NaN where a label is missing; at least one must be present. Returns the window's mean
     * squared error.
     */
    double add(float[] predictions, int offset, float[] label) {
        double sum = 0;
        int present = 0;
        for (int f = 0; f < label.length; f++) {
            if (!Float.isNaN(label[f])) {
                double error = Clip.clip(predictions[offset + f], MOST_STEP) - Clip.clip(label[f], MOST_STEP);
                sum += error * error;
                present++;
            }
        }
        windows++;
        mean += Math.max(1 / MEMORY, 1.0 / windows) * (sum / present - mean);
        return sum / present;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(windows);
        out.writeDouble(mean);
    }

    static PrequentialLoss read(DataInput in) throws IOException {
        PrequentialLoss loss = new PrequentialLoss();
        loss.windows = in.readLong();
        loss.mean = in.readDouble();
        return loss;
    }
}
