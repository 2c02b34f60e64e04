/** The service's own learner over recorded readings, each predicted, scored and learnt from in order, beside simple baselines. */
@NullMarked
package io.stepcast.backtest;

import org.jspecify.annotations.NullMarked;
