package io.stepcast.network;

import io.stepcast.network.ParameterLayout.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the CPU core lays out a network's parameters: each weight matrix transposed against torch's, the unit that a sum runs over
 * first, so that a product reads its right side in memory order; rows perhaps longer than the matrix, filled with zeros. A bias may
 * be placed as one more row under its weights. The zeros have no gradient and stay zero.
 */
final class FusedLayout {

    /**
     * {@code fused[at + column * stride + row] = torch[torchAt + row * columns + column]}.
     *
     * @param columns 1 for a vector
     */
    private record Piece(int torchAt, int rows, int columns, int at, int stride) {}

    /** The widest vector of floats. */
    private static final int WIDEST = 16;

    private final NetworkShape shape;
    private final ParameterLayout torch;
    private final List<Piece> pieces = new ArrayList<>();
    private int length;

    FusedLayout(NetworkShape shape) {
        this.shape = shape;
        torch = new ParameterLayout(shape);
    }

    /** The width of outputs in this layout, so that each is computed by the same instructions however many there are. */
    static int outputStride(NetworkShape shape) {
        return (shape.outputs() + WIDEST - 1) / WIDEST * WIDEST;
    }

    /** Places a matrix, transposed: shape [columns, stride]; where it begins. */
    int addMatrix(String name, int stride) {
        Block block = torch.block(name);
        return add(block.offset(), block.rows(), block.columns(), stride);
    }

    /** Places a vector: shape [stride]; where it begins. */
    int addVector(String name, int stride) {
        Block block = torch.block(name);
        return add(block.offset(), block.columns(), 1, stride);
    }

    /** Places the end of a vector from its element {@code from} on; where it begins. */
    int addVectorsEnd(String name, int from) {
        Block block = torch.block(name);
        return add(block.offset() + from, block.columns() - from, 1, block.columns() - from);
    }

    private int add(int torchAt, int rows, int columns, int stride) {
        int at = length;
        pieces.add(new Piece(torchAt, rows, columns, at, stride));
        length = Math.addExact(length, Math.multiplyExact(columns, stride));
        return at;
    }

    int length() {
        return length;
    }

    void requireOneBias(float[] torchOrder) {
        torch.requireOneBias(torchOrder);
    }

    float[] toTorch(float[] fused) {
        float[] target = new float[shape.parameters()];
        toTorch(fused, target);
        return target;
    }

    void toTorch(float[] fused, float[] target) {
        Arrays.fill(target, 0, shape.parameters(), 0f);
        for (Piece piece : pieces) {
            for (int row = 0; row < piece.rows; row++) {
                for (int column = 0; column < piece.columns; column++) {
                    target[piece.torchAt + row * piece.columns + column] =
                            fused[piece.at + column * piece.stride + row];
                }
            }
        }
    }

    void fromTorch(float[] source, float[] fused) {
        for (Piece piece : pieces) {
            for (int row = 0; row < piece.rows; row++) {
                for (int column = 0; column < piece.columns; column++) {
                    fused[piece.at + column * piece.stride + row] =
                            source[piece.torchAt + row * piece.columns + column];
                }
            }
        }
    }
}
