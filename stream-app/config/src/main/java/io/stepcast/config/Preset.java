package io.stepcast.config;

import io.stepcast.config.ModelConfig.Cell;

/** Named sets of the model's keys; a key that is set by itself wins over its preset's value. */
public enum Preset {
    /** One LSTM and one feed-forward network, and the second stage. */
    FAST(8, 32, 1, 1, true),
    /** Two of each, and the second stage. */
    STANDARD(8, 32, 2, 2, true),
    /** Larger and more networks, and the second stage. */
    ACCURATE(12, 64, 3, 4, true),
    /** One LSTM. */
    LSTM(8, 32, 1, 0, false),
    /** No network at all: each series' own linear experts. */
    LINEAR(8, 32, 0, 0, false);

    final int window;
    final Cell cell = Cell.LSTM;
    final int layers = 1;
    final int hidden;
    final int recurrentNetworks;
    final int feedForwardNetworks;
    final boolean secondStage;

    Preset(int window, int hidden, int recurrentNetworks, int feedForwardNetworks, boolean secondStage) {
        this.window = window;
        this.hidden = hidden;
        this.recurrentNetworks = recurrentNetworks;
        this.feedForwardNetworks = feedForwardNetworks;
        this.secondStage = secondStage;
    }
}
