package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The feed-forward network on ND4J. */
final class Nd4jFeedForwardCore implements Nd4jCore {

    private final FeedForwardShape shape;
    private final int batch;
    private final Nd4jDenseLayer first;
    private final Nd4jDenseLayer second;
    private final Nd4jLinear head;

    /** What the network sees of one window, and of all, in the order of {@link #inputs}. */
    private final float[] seen;

    private final float[] staged;

    private final INDArray inputs;
    private final INDArray outputs;

    Nd4jFeedForwardCore(FeedForwardShape shape, Nd4jParameters parameters, Nd4jMemory memory) {
        this.shape = shape;
        batch = memory.batch();
        first = new Nd4jDenseLayer(linear(0, parameters, memory), shape.hidden1(), memory);
        second = new Nd4jDenseLayer(linear(2, parameters, memory), shape.hidden2(), memory);
        head = linear(4, parameters, memory);
        seen = new float[shape.view().width()];
        staged = new float[seen.length * batch];
        inputs = memory.columns(seen.length);
        outputs = memory.columns(shape.outputs());
    }

    private static Nd4jLinear linear(int place, Nd4jParameters parameters, Nd4jMemory memory) {
        return new Nd4jLinear(parameters.weight(place + ".weight"), parameters.weight(place + ".bias"), memory);
    }

    @Override
    public INDArray forward(float[] windows, int[] steps, int from) {
        int length = shape.time() * shape.inputs();
        for (int row = 0; row < batch; row++) {
            int unreal = (shape.time() - steps[from + row]) * shape.inputs();
            shape.view().look(windows, (from + row) * length, unreal, seen, 0);
            for (int i = 0; i < seen.length; i++) {
                staged[i * batch + row] = seen[i];
            }
        }
        Nd4jMemory.upload(staged, inputs);
        first.forward(inputs);
        second.forward(first.activations);
        head.forward(second.activations, outputs);
        return outputs;
    }

    @Override
    public void backward(INDArray slopes) {
        head.addGradient(second.activations, slopes);
        head.backward(slopes, second.slopes);
        second.addGradient(first.activations);
        second.backward(first.slopes);
        first.addGradient(inputs);
    }
}
