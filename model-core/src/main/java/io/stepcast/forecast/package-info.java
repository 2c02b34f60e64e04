/** A series' forecast: experts, their mixture, the interval around it, and the running scores. */
@NullMarked
package io.stepcast.forecast;

import org.jspecify.annotations.NullMarked;
