package io.stepcast.network;

/**
 * A feed-forward network with two hidden layers: view → hidden1 SiLU → hidden2 SiLU → outputs.
 *
 * <p>On the CPU it takes 24 bytes per parameter (value, two moments, gradient, and native copies of value and gradient), and per
 * window of a batch about 8 × (width + 2 hidden1 + 2 hidden2) bytes. With 95 inputs, 128 and 64 units and 7 outputs: 20,999
 * parameters, 500 kB; 2 µs for a prediction and 20 µs for a training step on 4 windows on one core with AVX-512, almost half of
 * it the optimiser.
 *
 * @param time time steps per window
 * @param inputs numbers per time step
 * @param view what it sees of a window
 * @param hidden1 units of the first hidden layer
 * @param hidden2 units of the second hidden layer
 * @param outputs numbers predicted per window
 * @see <a href="https://arxiv.org/abs/1702.03118">SiLU: Elfwing, Uchibe and Doya (2017)</a>
 */
public record FeedForwardShape(int time, int inputs, InputView view, int hidden1, int hidden2, int outputs)
        implements NetworkShape {

    public FeedForwardShape {
        NetworkShape.requireAtLeastOne("time", time);
        NetworkShape.requireAtLeastOne("inputs", inputs);
        NetworkShape.requireAtLeastOne("first hidden layer", hidden1);
        NetworkShape.requireAtLeastOne("second hidden layer", hidden2);
        NetworkShape.requireAtLeastOne("outputs", outputs);
        view.requireWithin(time, inputs);
        NetworkShape.requireCountable(
                count(view.width(), hidden1, hidden2, outputs), view.width(), hidden1, hidden2, outputs);
    }

    /** Weights and a bias vector per layer. */
    @Override
    public int parameters() {
        return (int) count(view.width(), hidden1, hidden2, outputs);
    }

    private static long count(long width, long hidden1, long hidden2, long outputs) {
        return hidden1 * (width + 1) + hidden2 * (hidden1 + 1) + outputs * (hidden2 + 1);
    }
}
