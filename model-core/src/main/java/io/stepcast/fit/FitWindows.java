package io.stepcast.fit;

import java.util.List;

/**
 * Windows over recorded rows, each with the row after it as its label. The network's output for a window is a step per feature: the
 * row after it is expected at {@code last + output × unit}. Windows are numbered from 0; nothing in one comes from its label or
 * later.
 */
public interface FitWindows {

    /** Windows with a label. */
    int size();

    /** Time steps per window. */
    int time();

    /** Numbers per time step. */
    int inputs();

    /** Features, each of which is predicted. */
    int outputs();

    /** What each window is for. */
    Split split();

    /** Copies a window's input, shape [time, inputs], to {@code target} from {@code at} on. */
    void input(int window, float[] target, int at);

    /** Real time steps at the end of a window, 1 to {@link #time}; the rows before them don't exist. */
    int steps(int window);

    /** What comes after a window. */
    Label label(int window);

    /** The window that ends with the last row of each series that is long enough. */
    List<Last> ends();

    /** How inputs are made, as JSON; a file of weights holds it in its metadata. */
    String encoding();

    /**
     * What comes after a window; arrays of shape [features], not to be changed.
     *
     * @param time of the row, as {@link FitSeries} has it
     * @param step the label, (observed - last) / unit; NaN where missing
     * @param observed in the features' units; NaN where missing
     * @param last the last known values
     * @param unit what an output of 1 stands for, in the features' units
     */
    record Label(String series, long time, float[] step, double[] observed, double[] last, double[] unit) {}

    /**
     * A window with nothing known after it.
     *
     * @param input shape [time, inputs]
     */
    record Last(String series, float[] input, int steps, double[] last, double[] unit) {}
}
