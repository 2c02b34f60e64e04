/** What versioned states share: how they are framed and checked. */
@NullMarked
package io.stepcast.state;

import org.jspecify.annotations.NullMarked;
