/** The commands' own use of Kafka: creating topics, writing readings, following topics. */
@NullMarked
package io.stepcast.cli.kafka;

import org.jspecify.annotations.NullMarked;
