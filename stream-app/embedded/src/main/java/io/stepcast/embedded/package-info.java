/** A real Kafka broker in the process and the development schema registry, on loopback, for the demo and for tests. */
@NullMarked
package io.stepcast.embedded;

import org.jspecify.annotations.NullMarked;
