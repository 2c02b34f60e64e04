package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The {@link HuberLoss} of a batch from ND4J operations. */
final class Nd4jHuberLoss {

    private final int batch;
    private final int outputs;
    private final double threshold;
    /** The labels, and 1 where there is one, in the order of {@link #errors}. */
    private final float[] labelColumns;

    private final float[] present;
    private final INDArray errors;

    /** The derivative, shape [outputs, batch]; zero where there is no label. */
    final INDArray slopes;

    Nd4jHuberLoss(NetworkShape shape, double threshold, Nd4jMemory memory) {
        this.threshold = threshold;
        batch = memory.batch();
        outputs = shape.outputs();
        labelColumns = new float[batch * outputs];
        present = new float[batch * outputs];
        errors = memory.columns(outputs);
        slopes = memory.columns(outputs);
    }

    /**
     * The loss summed over the labels that are present; leaves its derivative times {@code scale} in {@link #slopes}.
     *
     * @param predicted shape [outputs, batch]
     * @param labels shape [windows, outputs]; NaN where there is no label
     * @param from the window of the first column
     */
    double sum(INDArray predicted, float[] labels, int from, double scale) {
        for (int row = 0; row < batch; row++) {
            for (int o = 0; o < outputs; o++) {
                float label = labels[(from + row) * outputs + o];
                boolean there = !Float.isNaN(label);
                labelColumns[o * batch + row] = there ? label : 0;
                present[o * batch + row] = there ? 1 : 0;
            }
        }
        Nd4jMemory.upload(labelColumns, errors);
        Nd4jMemory.upload(present, slopes);
        // e = (output - label) where there is a label, c = e clamped to ±k, loss = sum of c (2e - c), slope = 2c
        errors.rsubi(predicted);
        errors.muli(slopes);
        Nd4j.exec(DynamicCustomOp.builder("clipbyvalue")
                .addInputs(errors)
                .addOutputs(slopes)
                .addFloatingPointArguments(-threshold, threshold)
                .build());
        errors.muli(2).subi(slopes).muli(slopes);
        slopes.muli(2 * scale);
        try (INDArray sum = errors.sum()) {
            return sum.getDouble(0);
        }
    }
}
