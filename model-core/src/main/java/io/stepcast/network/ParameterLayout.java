package io.stepcast.network;

import io.stepcast.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each weight of a network lies in the flat arrays of a {@link NetworkState}, by the names that {@code torch.nn.LSTM}, {@code
 * torch.nn.GRU} with a linear "head", and {@code torch.nn.Sequential} give it.
 */
final class ParameterLayout {

    /**
     * One named array, row-major.
     *
     * @param rows 0 for a vector
     */
    record Block(String name, int offset, int rows, int columns) {
        int length() {
            return Math.max(1, rows) * columns;
        }

        /** The dimensions as a file gives them. */
        List<Integer> dimensions() {
            return rows == 0 ? List.of(columns) : List.of(rows, columns);
        }
    }

    /** Two biases that only count as their sum: the networks here keep it in the first, and the second zero. */
    record TwinBias(String name, int kept, int zero, int length) {}

    private final NetworkShape shape;
    private final List<Block> blocks = new ArrayList<>();
    private final List<TwinBias> twins = new ArrayList<>();
    private int end;

    ParameterLayout(NetworkShape shape) {
        this.shape = shape;
        if (shape instanceof RecurrentShape recurrent) {
            for (int layer = 0; layer < recurrent.layers(); layer++) {
                addLayer(recurrent, layer);
            }
            add("head.weight", recurrent.outputs(), recurrent.hidden());
            add("head.bias", 0, recurrent.outputs());
        } else {
            FeedForwardShape feedForward = (FeedForwardShape) shape;
            int[] widths = {
                feedForward.view().width(), feedForward.hidden1(), feedForward.hidden2(), feedForward.outputs()
            };
            for (int layer = 0; layer < 3; layer++) {
                // The odd places of the Sequential are its SiLUs.
                add(2 * layer + ".weight", widths[layer + 1], widths[layer]);
                add(2 * layer + ".bias", 0, widths[layer + 1]);
            }
        }
    }

    private void addLayer(RecurrentShape recurrent, int layer) {
        int rows = recurrent.cell().blocks() * recurrent.hidden();
        add("weight_ih_l" + layer, rows, recurrent.inputsOf(layer));
        add("weight_hh_l" + layer, rows, recurrent.hidden());
        Block first = add("bias_ih_l" + layer, 0, rows);
        Block second = add("bias_hh_l" + layer, 0, rows);
        // The candidate's second bias of a GRU stands inside the reset gate's product.
        int length = recurrent.cell() == Cell.GRU ? 2 * recurrent.hidden() : rows;
        twins.add(new TwinBias(second.name(), first.offset(), second.offset(), length));
    }

    private Block add(String name, int rows, int columns) {
        Block block = new Block(name, end, rows, columns);
        blocks.add(block);
        end += block.length();
        return block;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The array of a name that this network has. */
    Block block(String name) {
        return blocks.stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + shape));
    }

    /** Biases that are always zero here. */
    List<TwinBias> twins() {
        return twins;
    }

    /** Moves what the second bias of each pair holds into the first: the same network. */
    void addTwins(float[] parameters) {
        for (TwinBias twin : twins) {
            for (int i = 0; i < twin.length(); i++) {
                parameters[twin.kept() + i] += parameters[twin.zero() + i];
                parameters[twin.zero() + i] = 0;
            }
        }
    }

    /**
     * Refuses parameters whose second biases hold something.
     *
     * @throws IllegalArgumentException if a number that must be zero is not
     */
    void requireOneBias(float[] parameters) {
        for (TwinBias twin : twins) {
            for (int i = 0; i < twin.length(); i++) {
                if (parameters[twin.zero() + i] != 0) {
                    throw new IllegalArgumentException(twin.name() + " must be zero (add it to the first bias), got "
                            + parameters[twin.zero() + i] + " at " + i);
                }
            }
        }
    }

    /**
     * A new network's parameters, the same numbers on every machine. Recurrent: weights uniform within ±1/√hidden, forget-gate
     * biases 1 (Gers et al., 2000). Feed-forward: weights uniform within ±√(3/inputs of the layer). The layer that gives the
     * outputs and all other biases are zero.
     */
    static float[] draw(NetworkShape shape, long seed) {
        ParameterLayout layout = new ParameterLayout(shape);
        float[] parameters = new float[shape.parameters()];
        SplitMix64 random = new SplitMix64(seed);
        // The last two blocks are the output layer's.
        for (Block block : layout.blocks.subList(0, layout.blocks.size() - 2)) {
            if (block.rows() > 0) {
                double bound = shape instanceof RecurrentShape recurrent
                        ? 1 / Math.sqrt(recurrent.hidden())
                        : Math.sqrt(3.0 / block.columns());
                for (int i = 0; i < block.length(); i++) {
                    parameters[block.offset() + i] = (float) ((2 * random.nextUniform() - 1) * bound);
                }
            } else if (shape instanceof RecurrentShape recurrent
                    && recurrent.cell() == Cell.LSTM
                    && block.name().startsWith("bias_ih")) {
                for (int j = 0; j < recurrent.hidden(); j++) {
                    parameters[block.offset() + recurrent.hidden() + j] = 1;
                }
            }
        }
        return parameters;
    }
}
