package io.stepcast.network;

import java.util.Arrays;

/** The recurrent networks on the CPU: y = h_T V + b, with h_T of the last layer. */
final class RecurrentCore implements CpuCore {

    private final RecurrentShape shape;
    private final CpuWeights weights;
    private final RecurrentLayer[] layers;
    private final LinearHead head;

    /** [x_t, 1], shape [time, rows, inputs + 1]. */
    private float[] staged = {};

    private NativeFloats inputs = new NativeFloats(0);
    private final RealSteps real;

    RecurrentCore(RecurrentShape shape, TrainingConfig training) {
        this.shape = shape;
        real = new RealSteps(shape.time());
        int gates = shape.cell().blocks() * shape.hidden();
        int stride = FusedLayout.outputStride(shape);
        FusedLayout layout = new FusedLayout(shape);
        int[] wx = new int[shape.layers()];
        int[] u = new int[shape.layers()];
        int[] candidateBias = new int[shape.layers()];
        for (int layer = 0; layer < wx.length; layer++) {
            wx[layer] = layout.addMatrix("weight_ih_l" + layer, gates);
            layout.addVector("bias_ih_l" + layer, gates);
            u[layer] = layout.addMatrix("weight_hh_l" + layer, gates);
            if (shape.cell() == Cell.GRU) {
                candidateBias[layer] = layout.addVectorsEnd("bias_hh_l" + layer, 2 * shape.hidden());
            }
        }
        int headWeights = layout.addMatrix("head.weight", stride);
        int headBias = layout.addVector("head.bias", stride);
        weights = new CpuWeights(shape, layout, training);
        layers = new RecurrentLayer[shape.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = shape.cell() == Cell.GRU
                    ? new GruLayer(shape, layer, weights, wx[layer], u[layer], candidateBias[layer])
                    : new LstmLayer(shape, layer, weights, wx[layer], u[layer]);
        }
        head = new LinearHead(weights, shape.hidden(), shape.outputs(), stride, headWeights, headBias);
    }

    @Override
    public CpuWeights weights() {
        return weights;
    }

    @Override
    public long floatsPerWindow() {
        return (long) shape.time() * Math.max(shape.inputs() + 1, shape.cell().blocks() * shape.hidden());
    }

    @Override
    public void reserve(int rows) {
        inputs.close();
        staged = new float[shape.time() * rows * (shape.inputs() + 1)];
        inputs = new NativeFloats(staged.length);
        real.reserve(rows);
        for (RecurrentLayer layer : layers) {
            layer.reserve(rows);
        }
        head.reserve(rows);
    }

    @Override
    public float[] forward(float[] windows, int[] steps, int from, int rows) {
        stage(windows, steps, from, rows);
        NativeFloats source = inputs;
        for (RecurrentLayer layer : layers) {
            layer.forward(source, rows, real);
            source = layer.hidden();
        }
        return head.forward(source.at((shape.time() - 1) * rows * shape.hidden()), rows);
    }

    /** Turns windows time-major and gives each step its constant 1; steps that are not real become zeros. */
    private void stage(float[] windows, int[] steps, int from, int rows) {
        int time = shape.time();
        int width = shape.inputs();
        int stride = width + 1;
        real.set(steps, from, rows);
        int begin = real.begin();
        for (int row = 0; row < rows; row++) {
            for (int t = begin; t < time; t++) {
                int target = (t * rows + row) * stride;
                if (t < real.first(row)) {
                    Arrays.fill(staged, target, target + width, 0f);
                } else {
                    System.arraycopy(windows, ((from + row) * time + t) * width, staged, target, width);
                }
                staged[target + width] = 1f;
            }
        }
        inputs.put(begin * rows * stride, staged, begin * rows * stride, (time - begin) * rows * stride);
    }

    @Override
    public void backward(float[] slopes, int rows, float keep) {
        RecurrentLayer last = layers[layers.length - 1];
        head.backward(
                last.hidden().at((shape.time() - 1) * rows * shape.hidden()),
                slopes,
                rows,
                keep,
                last.slopes().start());
        for (int layer = layers.length - 1; layer > 0; layer--) {
            RecurrentLayer below = layers[layer - 1];
            layers[layer].backward(below.hidden(), rows, real, keep, below);
        }
        layers[0].backward(inputs, rows, real, keep, null);
    }

    @Override
    public void close() {
        inputs.close();
        for (RecurrentLayer layer : layers) {
            layer.close();
        }
        head.close();
    }
}
