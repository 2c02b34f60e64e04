package io.stepcast.benchmarks;

import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.network.TrainingStep;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One learning step and one prediction of a batch: Stepcast's LSTM beside DL4J's, on one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseSerialGC"})
public class NetworkStepBenchmark {

    /** Stepcast's network with its arrays. */
    @State(Scope.Thread)
    public static class Stepcast {

        @Param({"64x24x8x64", "256x60x7x128"})
        @SuppressWarnings("NullAway.Init") // JMH sets it.
        String workload;

        @SuppressWarnings("NullAway.Init") // Made in setUp.
        private SequenceNetwork network;

        private int batch;
        private float[] windows = {};
        private int[] steps = {};
        private float[] labels = {};
        private float[] outputs = {};

        /** Makes the network. */
        @Setup
        public void setUp() {
            Workload sizes = Workload.parse(workload);
            batch = sizes.batch();
            windows = sizes.windows();
            steps = sizes.steps();
            labels = sizes.labels();
            outputs = new float[labels.length];
            network = Networks.create(
                    RecurrentShape.lstm(sizes.time(), sizes.inputs(), sizes.hidden(), sizes.inputs()),
                    TrainingConfig.defaults(),
                    Networks.Device.CPU,
                    1);
        }

        /** Closes the network. */
        @TearDown
        public void tearDown() {
            network.close();
        }
    }

    /** DL4J's network with its arrays. */
    @State(Scope.Thread)
    public static class Dl4j {

        @Param({"64x24x8x64", "256x60x7x128"})
        @SuppressWarnings("NullAway.Init") // JMH sets it.
        String workload;

        @SuppressWarnings("NullAway.Init") // Made in setUp.
        private PeerLstm network;

        /** Makes the network. */
        @Setup
        public void setUp() {
            network = new PeerLstm(Workload.parse(workload));
        }
    }

    /** Forward, backward and AdamW. */
    @Benchmark
    public TrainingStep trainStepcast(Stepcast stepcast) {
        return stepcast.network.train(
                stepcast.windows, stepcast.steps, stepcast.labels, stepcast.batch, 1e-3, stepcast.outputs);
    }

    /** Forward, backward and Adam. */
    @Benchmark
    public void trainDl4j(Dl4j dl4j) {
        dl4j.network.train();
    }

    /** The forward pass. */
    @Benchmark
    public float[] predictStepcast(Stepcast stepcast) {
        stepcast.network.predict(stepcast.windows, stepcast.steps, stepcast.batch, stepcast.outputs);
        return stepcast.outputs;
    }

    /** The forward pass. */
    @Benchmark
    public INDArray predictDl4j(Dl4j dl4j) {
        return dl4j.network.predict();
    }
}
