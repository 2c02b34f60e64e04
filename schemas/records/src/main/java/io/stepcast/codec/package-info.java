/** Avro records as bytes in the Confluent wire format, by way of the genuine registry client. */
@NullMarked
package io.stepcast.codec;

import org.jspecify.annotations.NullMarked;
