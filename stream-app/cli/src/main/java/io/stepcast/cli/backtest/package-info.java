/** {@code stepcast backtest}: reads a CSV, runs the service's learner over it, and writes scores, predictions and a report. */
@NullMarked
package io.stepcast.cli.backtest;

import org.jspecify.annotations.NullMarked;
