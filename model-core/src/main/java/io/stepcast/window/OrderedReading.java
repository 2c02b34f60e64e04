package io.stepcast.window;

/**
 * A reading whose turn has come.
 *
 * @param arrivedMillis the number that came with it: its Kafka timestamp
 * @param anew whether its series begins here: it is the first, or the one before it is longer ago than the time-to-live
 */
public record OrderedReading(Reading reading, long arrivedMillis, boolean anew) {}
