package io.stepcast.network;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The same network composed from ND4J operations, all of it on the device that ND4J runs on: forward, back-propagation through time
 * and AdamW. Made for CUDA; on a processor {@link CpuNetwork} is several times faster. Confined to one thread.
 *
 * <p>Matrices hold one window per column, so that the weights multiply from the left in torch's own layout and a gate of a step is
 * one block of memory: z_t = W_ih x_t + W_hh h_{t-1} + b, shape [4 hidden, batch].
 *
 * <p>Not built on ND4J's own lstmLayer: its backward operation loses native memory at each call.
 */
final class Nd4jLstm implements SequenceNetwork {

    private final RecurrentShape shape;
    private final TrainingConfig training;
    private final DataType type;
    private final AdamW optimiser;
    private final ParameterLayout layout;

    private final INDArray parameters;
    private final INDArray firstMoment;
    private final INDArray secondMoment;
    private final INDArray gradient;
    private final INDArray scratch;
    private final Nd4jWeights weights;
    private final Nd4jWeights slopes;
    private final Nd4jWeights increments;
    private long taken;

    private Nd4jBuffers buffers;
    private boolean closed;

    Nd4jLstm(RecurrentShape shape, TrainingConfig training, NetworkState initial) {
        this(shape, training, initial, DataType.FLOAT);
    }

    /** In {@code DOUBLE} only to check gradients: the state is exchanged in single precision all the same. */
    Nd4jLstm(RecurrentShape shape, TrainingConfig training, NetworkState initial, DataType type) {
        this.shape = shape;
        this.training = training;
        this.type = type;
        optimiser = new AdamW(training);
        layout = new ParameterLayout(shape);
        parameters = Nd4j.create(type, shape.parameters());
        firstMoment = Nd4j.create(type, shape.parameters());
        secondMoment = Nd4j.create(type, shape.parameters());
        gradient = Nd4j.create(type, shape.parameters());
        scratch = Nd4j.create(type, shape.parameters());
        weights = new Nd4jWeights(layout, parameters);
        slopes = new Nd4jWeights(layout, gradient);
        increments = new Nd4jWeights(layout, scratch);
        buffers = new Nd4jBuffers(shape, type, 1);
        restore(initial);
    }

    /** Why there is no network of a shape on ND4J, as a sentence that says what is required and what came; empty if there is. */
    static Optional<String> obstacle(NetworkShape shape) {
        if (shape instanceof RecurrentShape recurrent && recurrent.cell() == Cell.LSTM && recurrent.layers() == 1) {
            return Optional.empty();
        }
        return Optional.of("networks on CUDA must be LSTMs with one layer, got " + shape);
    }

    @Override
    public NetworkShape shape() {
        return shape;
    }

    @Override
    public String device() {
        String backend = Nd4j.getBackend().getClass().getSimpleName();
        return (backend.contains("Cublas") ? "cuda" : "cpu") + ", ND4J " + backend;
    }

    @Override
    public void predict(float[] windows, int[] steps, int batch, float[] outputs) {
        Requirements.open(closed);
        Requirements.batch(batch);
        Requirements.windows(shape, windows, batch);
        Requirements.steps(shape, steps, batch);
        Requirements.perOutput("outputs", shape, outputs, batch);
        reserve(batch);
        forward(windows, steps);
        copyOutputs(outputs);
    }

    private void copyOutputs(float[] outputs) {
        float[] columns = download(buffers.outputs);
        for (int row = 0; row < buffers.batch; row++) {
            for (int o = 0; o < shape.outputs(); o++) {
                outputs[row * shape.outputs() + o] = columns[o * buffers.batch + row];
            }
        }
    }

    @Override
    public double gradient(float[] windows, int[] steps, float[] labels, int batch, float[] target) {
        Requirements.gradient(shape, target);
        double loss = lossAndGradient(windows, steps, labels, batch);
        System.arraycopy(download(gradient), 0, target, 0, shape.parameters());
        return loss;
    }

    @Override
    public TrainingStep train(
            float[] windows, int[] steps, float[] labels, int batch, double learningRate, float[] outputs) {
        Requirements.learningRate(learningRate);
        Requirements.perOutput("outputs", shape, outputs, batch);
        double loss = lossAndGradient(windows, steps, labels, batch);
        copyOutputs(outputs);
        double norm;
        try (INDArray result = gradient.norm2()) {
            norm = result.getDouble(0);
        }
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return new TrainingStep.Refused(loss, norm);
        }
        taken++;
        apply(optimiser.step(taken, learningRate, norm));
        return new TrainingStep.Applied(loss, norm);
    }

    @Override
    public NetworkState state() {
        Requirements.open(closed);
        return new NetworkState(shape, download(parameters), download(firstMoment), download(secondMoment), taken);
    }

    @Override
    public void restore(NetworkState state) {
        Requirements.open(closed);
        Requirements.sameShape(shape, state);
        layout.requireOneBias(state.parameters());
        upload(state.parameters(), parameters);
        upload(state.firstMoment(), firstMoment);
        upload(state.secondMoment(), secondMoment);
        taken = state.steps();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffers.close();
            for (INDArray array : Arrays.asList(parameters, firstMoment, secondMoment, gradient, scratch)) {
                array.close();
            }
        }
    }

    private void reserve(int batch) {
        if (buffers.batch != batch) {
            buffers.close();
            buffers = new Nd4jBuffers(shape, type, batch);
        }
    }

    private double lossAndGradient(float[] windows, int[] steps, float[] labels, int batch) {
        Requirements.open(closed);
        Requirements.batch(batch);
        Requirements.windows(shape, windows, batch);
        Requirements.steps(shape, steps, batch);
        Requirements.perOutput("labels", shape, labels, batch);
        reserve(batch);
        forward(windows, steps);
        double loss = loss(labels);
        backward();
        return loss;
    }

    /** Leaves the predictions in {@code buffers.outputs} and what {@link #backward} needs beside them. */
    private void forward(float[] windows, int[] steps) {
        Nd4jBuffers b = buffers;
        upload(b.timeMajor(windows, steps), b.inputs);
        int lastBeginning =
                shape.time() - Arrays.stream(steps, 0, b.batch).min().orElseThrow();
        b.begin(lastBeginning);
        if (lastBeginning > 0) {
            upload(b.mask(steps), b.mask);
        }
        for (int t = 0; t < shape.time(); t++) {
            Nd4jBuffers.Step step = b.steps[t];
            Nd4j.matmul(weights.weightIh, step.input(), step.gates());
            if (t > 0) {
                Nd4j.matmul(weights.weightHh, b.steps[t - 1].hidden(), b.gateTerm);
                step.gates().addi(b.gateTerm);
            }
            step.gates().addiColumnVector(weights.biasIh);
            Transforms.sigmoid(step.inputAndForget(), false);
            Transforms.tanh(step.candidate(), false);
            Transforms.sigmoid(step.output(), false);
            // c_t = f c_{t-1} + i g, h_t = o tanh(c_t)
            step.inputGate().muli(step.candidate(), step.cell());
            if (t > 0) {
                step.forgetGate().muli(b.steps[t - 1].cell(), b.term);
                step.cell().addi(b.term);
            }
            Nd4j.exec(new Tanh(step.cell(), step.cellTanh()));
            step.output().muli(step.cellTanh(), step.hidden());
            b.clearUnreal(t, step.cell());
            b.clearUnreal(t, step.hidden());
        }
        Nd4j.matmul(weights.headWeight, b.steps[shape.time() - 1].hidden(), b.outputs);
        b.outputs.addiColumnVector(weights.headBias);
    }

    /** The loss of {@code buffers.outputs}; leaves its slope in {@code buffers.outputSlopes}. See {@link HuberLoss}. */
    private double loss(float[] labels) {
        Nd4jBuffers b = buffers;
        float[] present = new float[b.batch * shape.outputs()];
        float[] columns = new float[b.batch * shape.outputs()];
        for (int row = 0; row < b.batch; row++) {
            for (int o = 0; o < shape.outputs(); o++) {
                float label = labels[row * shape.outputs() + o];
                if (!Float.isNaN(label)) {
                    columns[o * b.batch + row] = label;
                    present[o * b.batch + row] = 1;
                }
            }
        }
        upload(columns, b.errors);
        upload(present, b.outputSlopes);
        // e = (output - label) where there is a label, c = e clamped to ±k, loss = sum of c (2e - c), slope = 2c
        b.errors.rsubi(b.outputs);
        b.errors.muli(b.outputSlopes);
        double threshold = training.huberThreshold();
        Nd4j.exec(DynamicCustomOp.builder("clipbyvalue")
                .addInputs(b.errors)
                .addOutputs(b.outputSlopes)
                .addFloatingPointArguments(-threshold, threshold)
                .build());
        b.errors.muli(2).subi(b.outputSlopes).muli(b.outputSlopes);
        double scale = 1.0 / ((double) b.batch * shape.outputs());
        b.outputSlopes.muli(2 * scale);
        try (INDArray sum = b.errors.sum()) {
            return sum.getDouble(0) * scale;
        }
    }

    private void backward() {
        Nd4jBuffers b = buffers;
        int last = shape.time() - 1;
        gradient.assign(0);
        Nd4j.matmul(b.outputSlopes, b.steps[last].hidden(), slopes.headWeight, false, true, false);
        Nd4j.matmul(b.outputSlopes, b.ones, slopes.headBias);
        Nd4j.matmul(weights.headWeight, b.outputSlopes, b.hiddenSlopes, true, false, false);
        b.cellSlopes.assign(0);
        for (int t = last; t >= 0; t--) {
            Nd4jBuffers.Step step = b.steps[t];
            // dc_t += dh o (1 - tanh²(c_t))
            squareGap(step.cellTanh());
            b.term.muli(step.output()).muli(b.hiddenSlopes);
            b.cellSlopes.addi(b.term);
            // dz_i = dc g i (1 - i)
            sigmoidSlope(step.inputGate());
            b.term.muli(step.candidate()).muli(b.cellSlopes, b.inputSlopes);
            // dz_f = dc c_{t-1} f (1 - f)
            if (t > 0) {
                sigmoidSlope(step.forgetGate());
                b.term.muli(b.steps[t - 1].cell()).muli(b.cellSlopes, b.forgetSlopes);
            } else {
                b.forgetSlopes.assign(0);
            }
            // dz_g = dc i (1 - g²)
            squareGap(step.candidate());
            b.term.muli(step.inputGate()).muli(b.cellSlopes, b.candidateSlopes);
            // dz_o = dh tanh(c_t) o (1 - o)
            sigmoidSlope(step.output());
            b.term.muli(step.cellTanh()).muli(b.hiddenSlopes, b.outputGateSlopes);
            b.cellSlopes.muli(step.forgetGate());
            b.clearUnreal(t, b.cellSlopes);
            b.clearUnreal(t, b.gateSlopes);
            Nd4j.matmul(b.gateSlopes, step.input(), increments.weightIh, false, true, false);
            slopes.weightIh.addi(increments.weightIh);
            Nd4j.matmul(b.gateSlopes, b.ones, increments.biasIh);
            slopes.biasIh.addi(increments.biasIh);
            if (t > 0) {
                Nd4j.matmul(b.gateSlopes, b.steps[t - 1].hidden(), increments.weightHh, false, true, false);
                slopes.weightHh.addi(increments.weightHh);
                Nd4j.matmul(weights.weightHh, b.gateSlopes, b.hiddenSlopes, true, false, false);
            }
        }
    }

    /** term = 1 - a². */
    private void squareGap(INDArray activation) {
        activation.muli(activation, buffers.term);
        buffers.term.rsubi(1);
    }

    /** term = a (1 - a). */
    private void sigmoidSlope(INDArray activation) {
        buffers.term.assign(activation);
        buffers.term.rsubi(1).muli(activation);
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
        parameters.muli(step.decay()).subi(scratch);
    }

    private void upload(float[] values, INDArray target) {
        try (INDArray staged = Nd4j.createFromArray(values)) {
            target.assign(staged.reshape(target.shape()));
        }
    }

    private static float[] download(INDArray source) {
        try (INDArray copy = source.dup('c')) {
            return copy.data().asFloat();
        }
    }
}
