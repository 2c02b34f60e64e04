/** The online learner: predict, then learn, in the order of the input. */
@NullMarked
package io.stepcast.learn;

import org.jspecify.annotations.NullMarked;
