package io.stepcast.network;

import org.junit.jupiter.api.Tag;

@Tag("nd4j")
class Nd4jFeedForwardTest extends SequenceNetworkConformance {

    @Override
    NetworkShape shape(int time, int inputs, int hidden, int outputs) {
        return new FeedForwardShape(
                time, inputs, new Sample(time).view(time, inputs, 1 + inputs), hidden + 3, hidden, outputs);
    }

    @Override
    SequenceNetwork network(TrainingConfig training, NetworkState initial) {
        return new Nd4jNetwork(initial.shape(), training, initial);
    }

    @Override
    int manyWindows() {
        return 21;
    }
}
