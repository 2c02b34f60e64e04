/** The offline workflow: windows over recorded rows, split by time, learnt in epochs and batches, and scored. */
@NullMarked
package io.stepcast.fit;

import org.jspecify.annotations.NullMarked;
