package io.stepcast.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * What the view shows beside the scoreboard.
 *
 * @param sent rows written so far
 * @param rows of the data set
 * @param perSecond readings per second of late
 * @param trouble one sentence about the job when it is not running, or null
 */
record DemoStatus(
        int sent, int rows, double perSecond, @Nullable String trouble) {

    boolean allSent() {
        return sent >= rows;
    }
}
