/** Tests of the registry's parts that need no broker. */
@NullMarked
package io.stepcast.embedded.registry;

import org.jspecify.annotations.NullMarked;
