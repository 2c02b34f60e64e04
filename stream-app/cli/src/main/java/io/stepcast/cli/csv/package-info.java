/** Readings from CSV files. */
@NullMarked
package io.stepcast.cli.csv;

import org.jspecify.annotations.NullMarked;
