/** Tests of the offline workflow. */
@NullMarked
package io.stepcast.fit;

import org.jspecify.annotations.NullMarked;
