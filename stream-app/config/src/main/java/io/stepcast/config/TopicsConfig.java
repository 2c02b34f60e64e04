package io.stepcast.config;

import java.io.Serializable;

/**
 * The topics' names: {@code <prefix>.readings}, {@code <prefix>.predictions} and so on; each can be named by itself.
 *
 * @param readings where readings come from
 * @param deadLetter where readings go that can't be used ({@code dead-letter})
 */
public record TopicsConfig(
        String readings, String predictions, String outcomes, String modelUpdates, String alerts, String deadLetter)
        implements Serializable {}
