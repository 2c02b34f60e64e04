package io.stepcast.window;

/**
 * A window that was predicted from and the step that then came.
 *
 * @param input the network's input, row-major; shape [time, inputs]
 * @param steps how many time steps at the end of the window are real, 1 to time
 * @param label the step (x_t - last_(t-1)) / stepScale_(t-1) per feature, dimensionless; NaN where x_t is missing; shape [features]
 */
public record LabelledWindow(float[] input, int steps, float[] label) {}
