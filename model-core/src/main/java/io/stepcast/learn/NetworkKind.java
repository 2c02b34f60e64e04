package io.stepcast.learn;

/** The kinds of network that an ensemble may hold. The forecaster sees the mean of each kind as an expert of its own. */
public enum NetworkKind {
    /** LSTMs and GRUs. */
    RECURRENT,
    /** Feed-forward networks. */
    FEED_FORWARD
}
