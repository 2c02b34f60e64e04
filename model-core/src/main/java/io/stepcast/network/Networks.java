package io.stepcast.network;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes networks: chooses the device and draws the initial parameters. */
public final class Networks {

    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);

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
     * A new network with initial parameters drawn from {@code seed}. Recurrent: weights uniform within ±1/√hidden, forget-gate
     * biases 1. Feed-forward: weights uniform within ±√(3/inputs of the layer). Other biases and the layer that gives the outputs are
     * zero. A seed gives the same parameters on every device.
     *
     * @throws IllegalStateException if {@code device} is CUDA and can't be had
     */
    public static SequenceNetwork create(NetworkShape shape, TrainingConfig training, Device device, long seed) {
        NetworkState initial = NetworkState.untrained(shape, ParameterLayout.draw(shape, seed));
        if (device == Device.CPU) {
            return new CpuNetwork(shape, training, initial);
        }
        Optional<String> obstacle = Cuda.obstacle();
        if (obstacle.isEmpty()) {
            return new Nd4jNetwork(shape, training, initial);
        }
        if (device == Device.CUDA) {
            throw new IllegalStateException(obstacle.get());
        }
        LOG.info("Running on the CPU: {}", obstacle.get());
        return new CpuNetwork(shape, training, initial);
    }
}
