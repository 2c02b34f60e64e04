/** The demo: broker, registry, job and a replay of real readings in one process, watched live or run to its end. */
@NullMarked
package io.stepcast.cli.demo;

import org.jspecify.annotations.NullMarked;
