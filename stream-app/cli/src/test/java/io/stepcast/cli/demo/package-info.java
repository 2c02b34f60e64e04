/** Tests of the package of the same name. */
@NullMarked
package io.stepcast.cli.demo;

import org.jspecify.annotations.NullMarked;
