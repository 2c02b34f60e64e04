/** Tests of chance. */
@NullMarked
package io.stepcast.random;

import org.jspecify.annotations.NullMarked;
