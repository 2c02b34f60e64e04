package io.stepcast.window;

/** What level and spread the values of a window are shown in. The unit of steps is the same with all of them. */
public enum Scaling {
    /** Running mean and standard deviation. */
    RUNNING,
    /** The middle and half the width of the range of the values so far, which shrinks slowly. */
    MIN_MAX,
    /** Mean and standard deviation of the rows in the window. */
    WINDOW
}
