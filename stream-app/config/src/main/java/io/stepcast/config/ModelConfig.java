package io.stepcast.config;

import java.io.Serializable;

/**
 * The model. All but id and device are the preset's where the file does not set them.
 *
 * @param id its name ({@code default})
 * @param preset {@code fast}
 * @param window time steps that the networks see
 * @param cell of the recurrent networks
 * @param layers of a recurrent network
 * @param hidden units per layer of a recurrent network
 * @param recurrentNetworks {@code recurrent-networks}
 * @param feedForwardNetworks {@code feed-forward-networks}
 * @param secondStage whether the mixture of the experts is corrected once more ({@code second-stage})
 * @param device where the networks live ({@code auto})
 */
public record ModelConfig(
        String id,
        Preset preset,
        int window,
        Cell cell,
        int layers,
        int hidden,
        int recurrentNetworks,
        int feedForwardNetworks,
        boolean secondStage,
        Device device)
        implements Serializable {

    /** What a recurrent network is made of. */
    public enum Cell {
        LSTM,
        GRU
    }

    /** Where the networks live. */
    public enum Device {
        AUTO,
        CPU,
        CUDA
    }

    /** Whether there is any network. */
    public boolean hasNetworks() {
        return recurrentNetworks + feedForwardNetworks > 0;
    }
}
