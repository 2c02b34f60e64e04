package io.stepcast.job.wire;

import io.stepcast.window.WindowStep;

/**
 * A window together with the moment at which its newest reading arrived, which lag is measured from.
 *
 * @param arrivedMillis Kafka timestamp of the newest reading's record, in milliseconds since the epoch; negative for a record that has
 *     none
 */
public record ArrivedWindow(WindowStep step, long arrivedMillis) {}
