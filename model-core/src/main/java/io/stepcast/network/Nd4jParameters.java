package io.stepcast.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A network's parameters, their moments and their gradient on ND4J's device, laid out by {@link ParameterLayout}. */
final class Nd4jParameters implements AutoCloseable {

    /**
     * The views of one weight matrix, or of a vector as a column.
     *
     * @param slopes its part of the gradient
     * @param increments room for what is added to {@code slopes}
     */
    record Weight(INDArray values, INDArray slopes, INDArray increments) {

        /** The part of some of its rows. */
        Weight rows(int from, int to) {
            return new Weight(
                    Nd4jMemory.rows(values, from, to),
                    Nd4jMemory.rows(slopes, from, to),
                    Nd4jMemory.rows(increments, from, to));
        }

        /** slopes += left rightᵀ. */
        void addProduct(INDArray left, INDArray right) {
            Nd4j.matmul(left, right, increments, false, true, false);
            slopes.addi(increments);
        }

        /**
         * slopes += the sum over the batch, of a vector.
         *
         * @param ones see {@link Nd4jMemory#ones}
         */
        void addSum(INDArray columns, INDArray ones) {
            Nd4j.matmul(columns, ones, increments);
            slopes.addi(increments);
        }
    }

    private final NetworkShape shape;
    private final TrainingConfig training;
    private final AdamW optimiser;
    private final ParameterLayout layout;

    private final INDArray values;
    private final INDArray firstMoment;
    private final INDArray secondMoment;
    private final INDArray gradient;
    private final INDArray scratch;
    private final Map<String, Weight> weights = new HashMap<>();
    private long taken;

    Nd4jParameters(NetworkShape shape, TrainingConfig training, DataType type) {
        this.shape = shape;
        this.training = training;
        optimiser = new AdamW(training);
        layout = new ParameterLayout(shape);
        values = Nd4j.create(type, shape.parameters());
        firstMoment = Nd4j.create(type, shape.parameters());
        secondMoment = Nd4j.create(type, shape.parameters());
        gradient = Nd4j.create(type, shape.parameters());
        scratch = Nd4j.create(type, shape.parameters());
        for (ParameterLayout.Block block : layout.blocks()) {
            weights.put(block.name(), new Weight(view(values, block), view(gradient, block), view(scratch, block)));
        }
    }

    private static INDArray view(INDArray flat, ParameterLayout.Block block) {
        INDArray slice = flat.get(NDArrayIndex.interval(block.offset(), block.offset() + block.length()));
        return block.rows() == 0
                ? slice.reshape('c', block.columns(), 1)
                : slice.reshape('c', block.rows(), block.columns());
    }

    /** The array of a name that this network has; valid until this is closed. */
    Weight weight(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no " + name + " in " + shape);
        }
        return weight;
    }

    void clearGradient() {
        gradient.assign(0);
    }

    /** The gradient as torch lays it out. */
    void gradientToTorch(float[] target) {
        System.arraycopy(Nd4jMemory.download(gradient), 0, target, 0, shape.parameters());
    }

    /** One step of the optimiser along the gradient. */
    TrainingStep step(double loss, StepSize size) {
        double norm;
        try (INDArray result = gradient.norm2()) {
            norm = result.getDouble(0);
        }
        if (!size.allows(loss, norm)) {
            return new TrainingStep.Refused(loss, norm);
        }
        taken++;
        apply(optimiser.step(taken, size.learningRate(), norm));
        return new TrainingStep.Applied(loss, norm);
    }

    /** The same step as {@link AdamW#apply}, on the device. */
    private void apply(AdamW.Step step) {
        gradient.muli(step.gradientScale());
        firstMoment.muli(training.beta1());
        gradient.muli(1 - training.beta1(), scratch);
        firstMoment.addi(scratch);
        secondMoment.muli(training.beta2());
        gradient.muli(gradient, scratch);
        scratch.muli(1 - training.beta2());
        secondMoment.addi(scratch);
        scratch.assign(secondMoment);
        Transforms.sqrt(scratch, false);
        scratch.muli(step.secondMomentScale()).addi(AdamW.EPSILON);
        firstMoment.divi(scratch, scratch);
        scratch.muli(step.learningRate());
        values.muli(step.decay()).subi(scratch);
    }

    NetworkState state() {
        return new NetworkState(
                shape,
                Nd4jMemory.download(values),
                Nd4jMemory.download(firstMoment),
                Nd4jMemory.download(secondMoment),
                taken);
    }

    void restore(NetworkState state) {
        layout.requireOneBias(state.parameters());
        Nd4jMemory.upload(state.parameters(), values);
        Nd4jMemory.upload(state.firstMoment(), firstMoment);
        Nd4jMemory.upload(state.secondMoment(), secondMoment);
        taken = state.steps();
    }

    @Override
    public void close() {
        List.of(values, firstMoment, secondMoment, gradient, scratch).forEach(INDArray::close);
    }
}
