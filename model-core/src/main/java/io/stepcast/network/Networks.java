package io.stepcast.network;

/** Makes networks: chooses the device and draws the initial parameters. */
public final class Networks {

    private Networks() {}

    /** Where a network lives. */
    public enum Device {
        /** CUDA where a GPU that this ND4J can run on is present, the CPU otherwise. */
        AUTO,
        /** Always the fast CPU core. */
        CPU,
        /** CUDA through ND4J; an error that says why when it can't be had. */
        CUDA
    }

    /**
     * A new LSTM with initial parameters drawn from {@code seed}: weights uniform within ±1/√hidden, forget-gate bias 1, other
     * biases and the head zero.
     */
    public static SequenceNetwork lstm(NetworkShape shape, TrainingConfig training, Device device, long seed) {
        throw new IllegalStateException("being built");
    }
}
