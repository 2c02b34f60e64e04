/** The {@code stepcast} command: one class per subcommand, thin around the packages below. */
@NullMarked
package io.stepcast.cli;

import org.jspecify.annotations.NullMarked;
