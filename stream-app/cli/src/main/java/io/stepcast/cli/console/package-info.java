/** What the commands share in front of a person: the terminal, progress, figures, failures, Ctrl-C and logs. */
@NullMarked
package io.stepcast.cli.console;

import org.jspecify.annotations.NullMarked;
