package io.stepcast.network;

import org.junit.jupiter.api.Tag;

@Tag("nd4j")
class Nd4jGruTest extends RecurrentConformance {

    @Override
    NetworkShape shape(int time, int inputs, int hidden, int outputs) {
        return new RecurrentShape(Cell.GRU, 1, time, inputs, hidden, outputs);
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
