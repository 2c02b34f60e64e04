package io.stepcast.network;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A network's parameters, their moments and their gradient on the CPU, laid out by a {@link FusedLayout}; parameters and gradient
 * also lie outside the Java heap, where OpenBLAS can reach them. Memory: 24 bytes per parameter.
 */
final class CpuWeights implements AutoCloseable {

    private final FusedLayout layout;
    private final NetworkShape shape;
    private final AdamW optimiser;

    final float[] values;
    private final float[] firstMoment;
    private final float[] secondMoment;
    private final float[] gradient;
    private long taken;

    private final NativeFloats nativeValues;
    final NativeFloats nativeGradient;
    private final FloatPointer wholeGradient;

    CpuWeights(NetworkShape shape, FusedLayout layout, TrainingConfig training) {
        this.shape = shape;
        this.layout = layout;
        optimiser = new AdamW(training);
        values = new float[layout.length()];
        firstMoment = new float[values.length];
        secondMoment = new float[values.length];
        gradient = new float[values.length];
        nativeValues = new NativeFloats(values.length);
        nativeGradient = new NativeFloats(values.length);
        wholeGradient = nativeGradient.cursor();
    }

    /** The parameters from a place on; valid until this is closed. */
    FloatPointer values(int at) {
        return nativeValues.cursor().position(at);
    }

    /** The gradient from a place on; valid until this is closed. */
    FloatPointer gradient(int at) {
        return nativeGradient.cursor().position(at);
    }

    /** The gradient as torch lays it out. */
    void gradientToTorch(float[] target) {
        nativeGradient.get(0, gradient, 0, gradient.length);
        layout.toTorch(gradient, target);
    }

    /** One step of the optimiser along the gradient. */
    TrainingStep step(double loss, double learningRate) {
        nativeGradient.get(0, gradient, 0, gradient.length);
        double norm = norm();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return new TrainingStep.Refused(loss, norm);
        }
        taken++;
        optimiser.apply(optimiser.step(taken, learningRate, norm), values, firstMoment, secondMoment, gradient);
        nativeValues.put(0, values, 0, values.length);
        return new TrainingStep.Applied(loss, norm);
    }

    /** The Euclidean norm of the gradient: by OpenBLAS in single precision, in double where that overflows. */
    private double norm() {
        double squares = OpenBlas.dot(gradient.length, wholeGradient, wholeGradient);
        return Double.isFinite(squares) ? Math.sqrt(squares) : AdamW.norm(gradient);
    }

    NetworkState state() {
        return new NetworkState(
                shape, layout.toTorch(values), layout.toTorch(firstMoment), layout.toTorch(secondMoment), taken);
    }

    void restore(NetworkState state) {
        layout.requireOneBias(state.parameters());
        layout.fromTorch(state.parameters(), values);
        layout.fromTorch(state.firstMoment(), firstMoment);
        layout.fromTorch(state.secondMoment(), secondMoment);
        taken = state.steps();
        nativeValues.put(0, values, 0, values.length);
    }

    @Override
    public void close() {
        nativeValues.close();
        nativeGradient.close();
    }
}
