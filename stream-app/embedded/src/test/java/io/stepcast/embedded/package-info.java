/** Tests of the embedded broker and registry, against a real broker and the genuine client. */
@NullMarked
package io.stepcast.embedded;

import org.jspecify.annotations.NullMarked;
