package io.stepcast.network;

/** The feed-forward network on the CPU. */
final class FeedForwardCore implements CpuCore {

    private final FeedForwardShape shape;
    private final int width;
    private final CpuWeights weights;
    private final DenseLayer first;
    private final DenseLayer second;
    private final LinearHead head;

    private float[] staged = {};
    private NativeFloats inputs = new NativeFloats(0);

    FeedForwardCore(FeedForwardShape shape, TrainingConfig training) {
        this.shape = shape;
        width = shape.view().width();
        int stride = FusedLayout.outputStride(shape);
        FusedLayout layout = new FusedLayout(shape);
        int firstWeights = layout.addMatrix("0.weight", shape.hidden1());
        int firstBias = layout.addVector("0.bias", shape.hidden1());
        int secondWeights = layout.addMatrix("2.weight", shape.hidden2());
        int secondBias = layout.addVector("2.bias", shape.hidden2());
        int headWeights = layout.addMatrix("4.weight", stride);
        int headBias = layout.addVector("4.bias", stride);
        weights = new CpuWeights(shape, layout, training);
        first = new DenseLayer(weights, width, shape.hidden1(), firstWeights, firstBias);
        second = new DenseLayer(weights, shape.hidden1(), shape.hidden2(), secondWeights, secondBias);
        head = new LinearHead(weights, shape.hidden2(), shape.outputs(), stride, headWeights, headBias);
    }

    @Override
    public CpuWeights weights() {
        return weights;
    }

    @Override
    public long floatsPerWindow() {
        return Math.max(width, Math.max(shape.hidden1(), shape.hidden2()));
    }

    @Override
    public void reserve(int rows) {
        inputs.close();
        staged = new float[rows * width];
        inputs = new NativeFloats(rows * width);
        first.reserve(rows);
        second.reserve(rows);
        head.reserve(rows);
    }

    @Override
    public float[] forward(float[] windows, int[] steps, int from, int rows) {
        int length = shape.time() * shape.inputs();
        for (int row = 0; row < rows; row++) {
            int unreal = (shape.time() - steps[from + row]) * shape.inputs();
            shape.view().look(windows, (from + row) * length, unreal, staged, row * width);
        }
        inputs.put(0, staged, 0, rows * width);
        first.forward(inputs.start(), rows);
        second.forward(first.activations(), rows);
        return head.forward(second.activations(), rows);
    }

    @Override
    public void backward(float[] slopes, int rows, float keep) {
        head.backward(second.activations(), slopes, rows, keep, second.slopes());
        second.backward(first.activations(), rows, keep, first);
        first.backward(inputs.start(), rows, keep, null);
    }

    @Override
    public void close() {
        inputs.close();
        first.close();
        second.close();
        head.close();
    }
}
