/** Tests of the package of the same name. */
@NullMarked
package io.stepcast.cli.csv;

import org.jspecify.annotations.NullMarked;
