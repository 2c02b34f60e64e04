package io.stepcast.job.wire;

/**
 * A window on its way to a model.
 *
 * @param key under which the model lies
 */
public record RoutedWindow(String key, ArrivedWindow window) {}
