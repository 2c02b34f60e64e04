/** The one configuration file: validated records, and the loader that tells all errors at once. */
@NullMarked
package io.stepcast.config;

import org.jspecify.annotations.NullMarked;
