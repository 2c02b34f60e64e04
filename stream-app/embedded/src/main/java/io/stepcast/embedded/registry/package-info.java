/**
 * The development schema registry: Confluent's REST calls and storage format over one compacted topic.
 *
 * <p>{@code SchemaLog} is the topic, {@code SchemaStore} what its records add up to, {@code Registry} the rules of the calls, {@code
 * RegistryHandler} their HTTP.
 */
@NullMarked
package io.stepcast.embedded.registry;

import org.jspecify.annotations.NullMarked;
