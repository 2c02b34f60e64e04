package io.stepcast.benchmarks;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J's LSTM with a linear head on its last step, the mean squared error and Adam; its arrays are made once. */
final class PeerLstm {

    private static final double LEARNING_RATE = 1e-3;

    private final MultiLayerNetwork network;
    /** Shape [batch, inputs, time], DL4J's own order. */
    private final INDArray windows;
    /** Shape [batch, outputs]. */
    private final INDArray labels;

    PeerLstm(Workload workload) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(LEARNING_RATE))
                .list()
                .layer(new LastTimeStep(new LSTM.Builder()
                        .nIn(workload.inputs())
                        .nOut(workload.hidden())
                        .activation(Activation.TANH)
                        .build()))
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(workload.hidden())
                        .nOut(workload.inputs())
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        network = new MultiLayerNetwork(configuration);
        network.init();
        windows = Nd4j.createFromArray(workload.windows())
                .reshape(workload.batch(), workload.time(), workload.inputs())
                .permute(0, 2, 1)
                .dup('f');
        labels = Nd4j.createFromArray(workload.labels()).reshape(workload.batch(), workload.inputs());
    }

    INDArray predict() {
        return network.output(windows, false);
    }

    void train() {
        network.fit(windows, labels);
    }
}
