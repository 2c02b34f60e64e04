package io.stepcast.network;

class CpuLstmTest extends RecurrentConformance {

    @Override
    NetworkShape shape(int time, int inputs, int hidden, int outputs) {
        return RecurrentShape.lstm(time, inputs, hidden, outputs);
    }

    @Override
    SequenceNetwork network(TrainingConfig training, NetworkState initial) {
        return new CpuNetwork(initial.shape(), training, initial);
    }
}
