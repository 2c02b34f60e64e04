/** The Flink job: the way of a reading in one picture, and how it is started. */
@NullMarked
package io.stepcast.job;

import org.jspecify.annotations.NullMarked;
