/** Rolling windows: a series' readings in order, its running scale, and the network's input made from them. */
@NullMarked
package io.stepcast.window;

import org.jspecify.annotations.NullMarked;
