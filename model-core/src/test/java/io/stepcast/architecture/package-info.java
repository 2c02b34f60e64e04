/** Who may import what in this module. */
@NullMarked
package io.stepcast.architecture;

import org.jspecify.annotations.NullMarked;
