package io.stepcast.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The model.
 *
 * @param id its name ({@code default})
 * @param window time steps that the network sees (8)
 * @param hidden hidden units of the LSTM (32)
 * @param device where the network lives ({@code auto})
 * @param startFrom path or URI of the weights that a new model begins with, or null for random ones
 */
public record ModelConfig(
        String id,
        int window,
        int hidden,
        Device device,
        @Nullable String startFrom) implements Serializable {

    /** Where the network lives. */
    public enum Device {
        AUTO,
        CPU,
        CUDA
    }
}
