/** Thin operators around the model core: they move records, state and time, and compute nothing. */
@NullMarked
package io.stepcast.job.operator;

import org.jspecify.annotations.NullMarked;
