/** Chance with a fixed algorithm: a seed gives the same numbers on every JVM. */
@NullMarked
package io.stepcast.random;

import org.jspecify.annotations.NullMarked;
