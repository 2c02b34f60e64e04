/** From the bytes on the readings topic to readings, or to the dead-letter topic with the reason. */
@NullMarked
package io.stepcast.job.decode;

import org.jspecify.annotations.NullMarked;
