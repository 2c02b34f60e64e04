/** The networks and their devices behind one interface; the only package that knows ND4J and OpenBLAS. */
@NullMarked
package io.stepcast.network;

import org.jspecify.annotations.NullMarked;
