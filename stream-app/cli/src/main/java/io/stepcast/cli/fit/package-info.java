/** {@code stepcast fit}: reads a CSV, trains a network on it in epochs, and writes weights, predictions and pictures. */
@NullMarked
package io.stepcast.cli.fit;

import org.jspecify.annotations.NullMarked;
