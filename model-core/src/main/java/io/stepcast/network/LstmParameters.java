package io.stepcast.network;

import io.stepcast.random.SplitMix64;
import java.util.List;

/**
 * Where each weight of an LSTM with a linear head lies in the flat arrays of a {@link NetworkState}, by the names of {@code
 * torch.nn.LSTM}, and how a new network's weights are drawn.
 */
final class LstmParameters {

    /**
     * One named array, row-major.
     *
     * @param rows 0 for a vector
     */
    record Block(String name, int offset, int rows, int columns) {
        int length() {
            return Math.max(1, rows) * columns;
        }
    }

    final Block weightIh;
    final Block weightHh;
    final Block biasIh;
    final Block biasHh;
    final Block headWeight;
    final Block headBias;

    LstmParameters(NetworkShape shape) {
        int gates = 4 * shape.hidden();
        weightIh = new Block("weight_ih_l0", 0, gates, shape.inputs());
        weightHh = after(weightIh, "weight_hh_l0", gates, shape.hidden());
        biasIh = after(weightHh, "bias_ih_l0", 0, gates);
        biasHh = after(biasIh, "bias_hh_l0", 0, gates);
        headWeight = after(biasHh, "head.weight", shape.outputs(), shape.hidden());
        headBias = after(headWeight, "head.bias", 0, shape.outputs());
    }

    private static Block after(Block previous, String name, int rows, int columns) {
        return new Block(name, previous.offset() + previous.length(), rows, columns);
    }

    List<Block> blocks() {
        return List.of(weightIh, weightHh, biasIh, biasHh, headWeight, headBias);
    }

    /**
     * Weights uniform within ±1/√hidden, forget-gate bias 1 (Gers et al., 2000), everything else zero. The same numbers on every
     * machine.
     */
    static float[] draw(NetworkShape shape, long seed) {
        LstmParameters layout = new LstmParameters(shape);
        float[] parameters = new float[shape.parameters()];
        double bound = 1 / Math.sqrt(shape.hidden());
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < layout.biasIh.offset(); i++) {
            parameters[i] = (float) ((2 * random.nextUniform() - 1) * bound);
        }
        for (int j = 0; j < shape.hidden(); j++) {
            parameters[layout.biasIh.offset() + shape.hidden() + j] = 1;
        }
        return parameters;
    }

    /**
     * Refuses parameters with a second bias: the networks here keep one bias per gate.
     *
     * @throws IllegalArgumentException if a number of bias_hh_l0 is not zero
     */
    void requireOneBias(float[] parameters) {
        for (int i = 0; i < biasHh.length(); i++) {
            if (parameters[biasHh.offset() + i] != 0) {
                throw new IllegalArgumentException("bias_hh_l0 must be zero (add it to bias_ih_l0), got "
                        + parameters[biasHh.offset() + i] + " at " + i);
            }
        }
    }
}
