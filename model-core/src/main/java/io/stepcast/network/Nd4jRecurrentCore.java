package io.stepcast.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The recurrent networks on ND4J: y = V h_T + b, with h_T of the last layer. */
final class Nd4jRecurrentCore implements Nd4jCore {

    private final RecurrentShape shape;
    private final int batch;
    private final Nd4jRealSteps real;
    private final Nd4jRecurrentLayer[] layers;
    private final Nd4jLinear head;

    /** The numbers of {@link #sequence}. */
    private final float[] staged;

    /** Shape [time, inputs, batch]. */
    private final INDArray sequence;

    /** x_t, views of {@link #sequence}. */
    private final INDArray[] inputs;

    private final INDArray outputs;

    Nd4jRecurrentCore(RecurrentShape shape, Nd4jParameters parameters, Nd4jMemory memory) {
        this.shape = shape;
        batch = memory.batch();
        real = new Nd4jRealSteps(shape, memory);
        layers = new Nd4jRecurrentLayer[shape.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new Nd4jRecurrentLayer(shape, layer, parameters, real, memory);
        }
        head = new Nd4jLinear(parameters.weight("head.weight"), parameters.weight("head.bias"), memory);
        staged = new float[shape.time() * shape.inputs() * batch];
        sequence = memory.create(shape.time(), shape.inputs(), batch);
        inputs = Nd4jMemory.steps(sequence);
        outputs = memory.columns(shape.outputs());
    }

    @Override
    public INDArray forward(float[] windows, int[] steps, int from) {
        real.set(steps, from);
        stage(windows, from);
        Nd4jMemory.upload(staged, sequence);
        INDArray[] source = inputs;
        for (Nd4jRecurrentLayer layer : layers) {
            layer.forward(source);
            source = layer.hidden;
        }
        head.forward(top().lastHidden(), outputs);
        return outputs;
    }

    /** Turns windows into the order of {@link #sequence}, with zeros before a window's real steps. */
    private void stage(float[] windows, int from) {
        Arrays.fill(staged, 0);
        int time = shape.time();
        int width = shape.inputs();
        for (int row = 0; row < batch; row++) {
            for (int t = real.first(row); t < time; t++) {
                for (int d = 0; d < width; d++) {
                    staged[(t * width + d) * batch + row] = windows[((from + row) * time + t) * width + d];
                }
            }
        }
    }

    @Override
    public void backward(INDArray slopes) {
        head.addGradient(top().lastHidden(), slopes);
        head.backward(slopes, top().lastSlopes());
        for (int layer = layers.length - 1; layer > 0; layer--) {
            layers[layer].backward(layers[layer - 1].hidden, layers[layer - 1].slopes);
        }
        layers[0].backward(inputs, null);
    }

    private Nd4jRecurrentLayer top() {
        return layers[layers.length - 1];
    }
}
