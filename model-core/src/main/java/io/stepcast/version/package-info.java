/** Published model versions: how their inputs are made, and how to open one and predict with it. */
@NullMarked
package io.stepcast.version;

import org.jspecify.annotations.NullMarked;
