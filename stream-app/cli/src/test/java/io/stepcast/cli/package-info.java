/** Tests of the package of the same name. */
@NullMarked
package io.stepcast.cli;

import org.jspecify.annotations.NullMarked;
