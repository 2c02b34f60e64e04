package io.stepcast.network;

import java.util.Arrays;

/**
 * How {@link OpenBlasLstm} lays out its parameters: transposed against torch's, the gates' biases as the last row of the input
 * weights, the head's columns rounded up with zeros.
 *
 * <p>Wx [inputs + 1, 4 hidden], U [hidden, 4 hidden], V [hidden, stride], b [stride]. The zeros have no gradient and stay zero.
 */
final class FusedLayout {

    /** The widest vector of floats, so that every output is computed by the same instructions however many there are. */
    private static final int COLUMNS = 16;

    private final NetworkShape shape;
    private final LstmParameters torch;
    final int outputStride;
    final int recurrent;
    final int head;
    final int headBias;
    final int length;

    FusedLayout(NetworkShape shape) {
        this.shape = shape;
        torch = new LstmParameters(shape);
        int gates = 4 * shape.hidden();
        outputStride = (shape.outputs() + COLUMNS - 1) / COLUMNS * COLUMNS;
        recurrent = (shape.inputs() + 1) * gates;
        head = recurrent + shape.hidden() * gates;
        headBias = head + shape.hidden() * outputStride;
        length = headBias + outputStride;
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
        int gates = 4 * shape.hidden();
        int inputs = shape.inputs();
        int hidden = shape.hidden();
        int outputs = shape.outputs();
        transpose(fused, 0, inputs, gates, gates, target, torch.weightIh.offset(), inputs);
        System.arraycopy(fused, inputs * gates, target, torch.biasIh.offset(), gates);
        Arrays.fill(target, torch.biasHh.offset(), torch.biasHh.offset() + gates, 0f);
        transpose(fused, recurrent, hidden, gates, gates, target, torch.weightHh.offset(), hidden);
        transpose(fused, head, hidden, outputs, outputStride, target, torch.headWeight.offset(), hidden);
        System.arraycopy(fused, headBias, target, torch.headBias.offset(), outputs);
    }

    void fromTorch(float[] source, float[] fused) {
        int gates = 4 * shape.hidden();
        int inputs = shape.inputs();
        int hidden = shape.hidden();
        int outputs = shape.outputs();
        transpose(source, torch.weightIh.offset(), gates, inputs, inputs, fused, 0, gates);
        System.arraycopy(source, torch.biasIh.offset(), fused, inputs * gates, gates);
        transpose(source, torch.weightHh.offset(), gates, hidden, hidden, fused, recurrent, gates);
        transpose(source, torch.headWeight.offset(), outputs, hidden, hidden, fused, head, outputStride);
        System.arraycopy(source, torch.headBias.offset(), fused, headBias, outputs);
    }

    /** {@code target[column][row] = source[row][column]}. */
    private static void transpose(
            float[] source,
            int from,
            int rows,
            int columns,
            int sourceStride,
            float[] target,
            int to,
            int targetStride) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                target[to + column * targetStride + row] = source[from + row * sourceStride + column];
            }
        }
    }
}
