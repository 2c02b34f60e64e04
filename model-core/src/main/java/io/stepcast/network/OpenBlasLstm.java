package io.stepcast.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * The fast CPU core: matrix products by OpenBLAS outside the Java heap, everything between them in plain Java loops, in single
 * precision, without allocating per step. Confined to one thread.
 *
 * <p>With the input x_t, the state h_t and the gates i, f, g, o of {@code torch.nn.LSTM}:
 *
 * <pre>
 *   z_t = [x_t, 1] Wx + h_{t-1} U            pre-activations of all four gates, [batch, 4 hidden]
 *   c_t = σ(z_f) c_{t-1} + σ(z_i) tanh(z_g)
 *   h_t = σ(z_o) tanh(c_t)
 *   y   = h_T V + b
 * </pre>
 *
 * All matrices are row-major with the unit that a sum runs over first, so that a product reads its right side in memory order: Wx
 * [inputs + 1, 4 hidden] with the bias as its last row, U [hidden, 4 hidden], V [hidden, outputs rounded up to 16]. One product
 * serves the inputs of all steps, one the gradient of each weight matrix. Big batches are worked off in chunks, in bounded
 * memory. Nothing depends on the clock or on addresses: the same calls give the same bits on the same kind of processor.
 *
 * <p>There is no second path for small networks: for a step of 4 windows and 32 hidden units, loops that the JIT compiler vectorises
 * took 0.9 µs where OpenBLAS, call included, took 0.25 µs with an AVX-512 kernel and 1.3 µs with its AVX2 kernel.
 *
 * <p>With an AVX-512 kernel and hidden units in multiples of 4, a window's prediction does not depend on the windows beside it in
 * the batch, bit for bit; the kernels for older processors round the rows at a batch's edge differently.
 *
 * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber (1997); forget gate: Gers et al. (2000)</a>
 */
final class OpenBlasLstm implements SequenceNetwork {

    /** Pre-activations per chunk, 8 MB of them: bounds the memory that a big batch takes. */
    private static final int CHUNK_FLOATS = 1 << 21;

    /** Products over fewer windows are not worth their packing. */
    private static final int SMALLEST_CHUNK = 32;

    private final NetworkShape shape;
    private final TrainingConfig training;
    private final AdamW optimiser;
    private final FusedLayout layout;

    private final float[] parameters;
    private final float[] firstMoment;
    private final float[] secondMoment;
    private final float[] gradient;
    private long taken;

    private final NativeFloats nativeParameters;
    private final NativeFloats nativeGradient;
    private final FloatPointer inputWeights;
    private final FloatPointer recurrentWeights;
    private final FloatPointer headWeights;
    private final FloatPointer inputWeightsGradient;
    private final FloatPointer recurrentWeightsGradient;
    private final FloatPointer headWeightsGradient;

    private LstmBuffers buffers;
    private boolean closed;

    OpenBlasLstm(NetworkShape shape, TrainingConfig training, NetworkState initial) {
        this.shape = shape;
        this.training = training;
        optimiser = new AdamW(training);
        layout = new FusedLayout(shape);
        parameters = new float[layout.length];
        firstMoment = new float[layout.length];
        secondMoment = new float[layout.length];
        gradient = new float[layout.length];
        nativeParameters = new NativeFloats(layout.length);
        nativeGradient = new NativeFloats(layout.length);
        inputWeights = nativeParameters.cursor().position(0);
        recurrentWeights = nativeParameters.cursor().position(layout.recurrent);
        headWeights = nativeParameters.cursor().position(layout.head);
        inputWeightsGradient = nativeGradient.cursor().position(0);
        recurrentWeightsGradient = nativeGradient.cursor().position(layout.recurrent);
        headWeightsGradient = nativeGradient.cursor().position(layout.head);
        buffers = new LstmBuffers(shape, layout.outputStride, 1);
        restore(initial);
    }

    @Override
    public NetworkShape shape() {
        return shape;
    }

    @Override
    public String device() {
        return "cpu, " + OpenBlas.instance().description();
    }

    @Override
    public void predict(float[] windows, int[] steps, int batch, float[] outputs) {
        Requirements.open(closed);
        Requirements.batch(batch);
        Requirements.windows(shape, windows, batch);
        Requirements.steps(shape, steps, batch);
        Requirements.perOutput("outputs", shape, outputs, batch);
        int chunk = reserve(batch);
        for (int from = 0; from < batch; from += chunk) {
            int rows = Math.min(chunk, batch - from);
            forward(windows, steps, from, rows);
            copyOutputs(outputs, from, rows);
        }
    }

    @Override
    public double gradient(float[] windows, int[] steps, float[] labels, int batch, float[] target) {
        Requirements.gradient(shape, target);
        double loss = lossAndGradient(windows, steps, labels, batch, null);
        layout.toTorch(gradient, target);
        return loss;
    }

    @Override
    public TrainingStep train(
            float[] windows, int[] steps, float[] labels, int batch, double learningRate, float[] outputs) {
        Requirements.learningRate(learningRate);
        Requirements.perOutput("outputs", shape, outputs, batch);
        double loss = lossAndGradient(windows, steps, labels, batch, outputs);
        double norm = norm();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return new TrainingStep.Refused(loss, norm);
        }
        taken++;
        optimiser.apply(optimiser.step(taken, learningRate, norm), parameters, firstMoment, secondMoment, gradient);
        nativeParameters.put(0, parameters, 0, layout.length);
        return new TrainingStep.Applied(loss, norm);
    }

    @Override
    public NetworkState state() {
        Requirements.open(closed);
        return new NetworkState(
                shape, layout.toTorch(parameters), layout.toTorch(firstMoment), layout.toTorch(secondMoment), taken);
    }

    @Override
    public void restore(NetworkState state) {
        Requirements.open(closed);
        Requirements.sameShape(shape, state);
        layout.requireOneBias(state.parameters());
        layout.fromTorch(state.parameters(), parameters);
        layout.fromTorch(state.firstMoment(), firstMoment);
        layout.fromTorch(state.secondMoment(), secondMoment);
        taken = state.steps();
        nativeParameters.put(0, parameters, 0, layout.length);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffers.close();
            nativeParameters.close();
            nativeGradient.close();
        }
    }

    /** Makes room for a batch; how many of its windows are worked on together depends on its size and the shape alone. */
    private int reserve(int batch) {
        long perWindow = 4L * shape.time() * shape.hidden();
        int chunk = (int) Math.min(batch, Math.max(SMALLEST_CHUNK, CHUNK_FLOATS / perWindow));
        if (chunk > buffers.capacity) {
            buffers.close();
            buffers = new LstmBuffers(shape, layout.outputStride, chunk);
        }
        return chunk;
    }

    private void copyOutputs(float[] outputs, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(
                    buffers.outputs,
                    row * layout.outputStride,
                    outputs,
                    (from + row) * shape.outputs(),
                    shape.outputs());
        }
    }

    /**
     * Leaves the gradient in {@code gradient}.
     *
     * @param outputs receives the predictions, or null
     */
    private double lossAndGradient(
            float[] windows, int[] steps, float[] labels, int batch, float @Nullable [] outputs) {
        Requirements.open(closed);
        Requirements.batch(batch);
        Requirements.windows(shape, windows, batch);
        Requirements.steps(shape, steps, batch);
        Requirements.perOutput("labels", shape, labels, batch);
        int chunk = reserve(batch);
        double scale = 1.0 / ((double) batch * shape.outputs());
        double sum = 0;
        Arrays.fill(buffers.headBiasGradient, 0);
        for (int from = 0; from < batch; from += chunk) {
            int rows = Math.min(chunk, batch - from);
            forward(windows, steps, from, rows);
            if (outputs != null) {
                copyOutputs(outputs, from, rows);
            }
            sum += HuberLoss.sum(
                    buffers.outputs,
                    layout.outputStride,
                    labels,
                    from * shape.outputs(),
                    rows,
                    shape.outputs(),
                    training.huberThreshold(),
                    scale,
                    buffers.outputSlopes);
            backward(rows, from == 0 ? 0 : 1);
        }
        nativeGradient.put(layout.headBias, buffers.headBiasGradient, 0, layout.outputStride);
        nativeGradient.get(0, gradient, 0, layout.length);
        return sum * scale;
    }

    /** The Euclidean norm of the gradient: by OpenBLAS in single precision, in double where that overflows. */
    private double norm() {
        double squares = OpenBlas.dot(layout.length, inputWeightsGradient, inputWeightsGradient);
        return Double.isFinite(squares) ? Math.sqrt(squares) : AdamW.norm(gradient);
    }

    /** Leaves the predictions in {@code buffers.outputs} and what {@link #backward} needs beside them. */
    private void forward(float[] windows, int[] steps, int from, int rows) {
        int time = shape.time();
        int hidden = shape.hidden();
        int gates = 4 * hidden;
        LstmBuffers b = buffers;
        b.stageInputs(windows, steps, from, rows);
        OpenBlas.multiply(
                time * rows,
                gates,
                shape.inputs() + 1,
                b.inputs.position(0),
                inputWeights,
                0,
                b.preActivations.position(0));
        Arrays.fill(b.cells[0], 0, rows * hidden, 0);
        for (int t = 0; t < time; t++) {
            if (t > 0) {
                OpenBlas.multiply(
                        rows,
                        gates,
                        hidden,
                        b.hidden.position((long) (t - 1) * rows * hidden),
                        recurrentWeights,
                        1,
                        b.preActivations.position((long) t * rows * gates));
            }
            float[] gate = b.gates[t];
            b.preActivationsMemory.get(t * rows * gates, gate, 0, rows * gates);
            Activations.gates(gate, b.gateScale, rows * gates);
            LstmCell.cells(gate, b.cells[t], b.cells[t + 1], rows, hidden);
            Activations.tanh(b.cells[t + 1], b.cellTanh[t], rows * hidden);
            LstmCell.hidden(gate, b.cellTanh[t], b.step, rows, hidden);
            LstmCell.clearUnreal(b.first, t, b.cells[t + 1], rows, hidden);
            LstmCell.clearUnreal(b.first, t, b.step, rows, hidden);
            b.hiddenMemory.put(t * rows * hidden, b.step, 0, rows * hidden);
        }
        int stride = layout.outputStride;
        OpenBlas.multiply(
                rows,
                stride,
                hidden,
                b.hidden.position((long) (time - 1) * rows * hidden),
                headWeights,
                0,
                b.head.position(0));
        b.headMemory.get(0, b.outputs, 0, rows * stride);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < shape.outputs(); o++) {
                b.outputs[row * stride + o] += parameters[layout.headBias + o];
            }
        }
    }

    /**
     * The gradient of the windows of the last {@link #forward}, from {@code buffers.outputSlopes}.
     *
     * @param keep what to multiply the gradient by that is there already: 0 to begin one, 1 to add to it
     */
    private void backward(int rows, float keep) {
        int time = shape.time();
        int hidden = shape.hidden();
        int gates = 4 * hidden;
        int stride = layout.outputStride;
        LstmBuffers b = buffers;
        // y = h_T V + b
        b.headMemory.put(0, b.outputSlopes, 0, rows * stride);
        OpenBlas.multiplyTransposed(
                hidden,
                stride,
                rows,
                b.hidden.position((long) (time - 1) * rows * hidden),
                b.head.position(0),
                keep,
                headWeightsGradient);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < shape.outputs(); o++) {
                b.headBiasGradient[o] += b.outputSlopes[row * stride + o];
            }
        }
        OpenBlas.multiplyByTransposed(
                rows, hidden, stride, b.head.position(0), headWeights, b.hiddenSlopes.position(0));
        // Through time: dz_t from dh_t and dc_t, then dh_{t-1} = dz_t Uᵀ. dz takes the place of z.
        Arrays.fill(b.cellSlopes, 0, rows * hidden, 0);
        for (int t = time - 1; t >= 0; t--) {
            b.hiddenSlopesMemory.get(0, b.step, 0, rows * hidden);
            LstmCell.backward(b.gates[t], b.cells[t], b.cellTanh[t], b.step, b.cellSlopes, b.gateSlopes, rows, hidden);
            LstmCell.clearUnreal(b.first, t, b.gateSlopes, rows, gates);
            LstmCell.clearUnreal(b.first, t, b.cellSlopes, rows, hidden);
            b.preActivationsMemory.put(t * rows * gates, b.gateSlopes, 0, rows * gates);
            if (t > 0) {
                OpenBlas.multiplyByTransposed(
                        rows,
                        hidden,
                        gates,
                        b.preActivations.position((long) t * rows * gates),
                        recurrentWeights,
                        b.hiddenSlopes.position(0));
            }
        }
        OpenBlas.multiplyTransposed(
                shape.inputs() + 1,
                gates,
                time * rows,
                b.inputs.position(0),
                b.preActivations.position(0),
                keep,
                inputWeightsGradient);
        if (time > 1) {
            OpenBlas.multiplyTransposed(
                    hidden,
                    gates,
                    (time - 1) * rows,
                    b.hidden.position(0),
                    b.preActivations.position((long) rows * gates),
                    keep,
                    recurrentWeightsGradient);
        }
    }
}
