/** Benchmarks of the network, side by side with the peers it is measured against. */
@NullMarked
package io.stepcast.benchmarks;

import org.jspecify.annotations.NullMarked;
