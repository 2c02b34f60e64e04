package io.stepcast.fit;

import io.stepcast.network.NetworkState;
import java.util.List;

/**
 * What training came to.
 *
 * @param epochs all of them, in order
 * @param bestEpoch the one whose weights were kept: that of the least validation loss, or the last where nothing validates
 * @param stoppedEarly whether patience ended it
 * @param state the weights that were kept, which the network has too
 */
public record FitResult(List<Epoch> epochs, int bestEpoch, boolean stoppedEarly, NetworkState state) {

    public FitResult {
        epochs = List.copyOf(epochs);
    }

    /** The epoch whose weights were kept. */
    public Epoch best() {
        return epochs.get(bestEpoch - 1);
    }
}
