package io.stepcast.network;

/**
 * Gates side by side, [rows, blocks × hidden] as a matrix product leaves them, and each gate by itself, [rows, hidden]. By themselves
 * they are long runs of numbers, which the JIT compiler's vector loops need: those take up to 128 numbers a turn, and what is left
 * over goes one by one.
 */
final class GateBlocks {

    private GateBlocks() {}

    /** Copies block {@code block} of {@code blocks} out. */
    static void take(float[] sideBySide, int block, int blocks, float[] gate, int rows, int hidden) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(sideBySide, (row * blocks + block) * hidden, gate, row * hidden, hidden);
        }
    }

    /** Copies block {@code block} of {@code blocks} in. */
    static void put(float[] gate, float[] sideBySide, int block, int blocks, int rows, int hidden) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(gate, row * hidden, sideBySide, (row * blocks + block) * hidden, hidden);
        }
    }

    /** Lays states out with {@code stride} numbers per window, a 1 after each where there is room. */
    static void pad(float[] states, float[] target, int rows, int hidden, int stride) {
        if (stride == hidden) {
            System.arraycopy(states, 0, target, 0, rows * hidden);
            return;
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(states, row * hidden, target, row * stride, hidden);
            target[row * stride + hidden] = 1f;
        }
    }
}
