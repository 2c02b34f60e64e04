package io.stepcast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.config.ConfigException;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import io.stepcast.fit.EncodedWindows;
import io.stepcast.fit.Fit;
import io.stepcast.fit.FitConfig;
import io.stepcast.fit.FitListener;
import io.stepcast.fit.FitSeries;
import io.stepcast.fit.FitWindows;
import io.stepcast.fit.Shares;
import io.stepcast.job.operator.LearnerFactory;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.version.ModelVersion;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelPartsTest {

    private static final int ROWS = 60;

    @TempDir
    private Path folder;

    private Path weights = Path.of("");

    @BeforeEach
    void fitAFile() throws IOException {
        ModelParts parts = new ModelParts(config());
        long[] times = new long[ROWS];
        double[][] values = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            times[row] = row * 3_600_000L;
            values[row] = value(row);
        }
        FitWindows windows = new EncodedWindows(
                List.of(new FitSeries("s", times, values)), List.of("a", "b"), parts.window(), count -> Shares.NONE);
        try (SequenceNetwork network = Networks.create(parts.shape(), parts.training(), Networks.Device.CPU, 5)) {
            NetworkState state = new Fit(network, windows, new FitConfig(3, 16, 1e-3, 0, 5, 1))
                    .train(FitListener.NOBODY)
                    .state();
            weights = folder.resolve("weights.safetensors");
            Files.write(
                    weights,
                    Safetensors.of(state, Map.of(ModelVersion.ENCODING, windows.encoding()))
                            .toBytes());
        }
    }

    @Test
    void aModelThatStartsFromAFilePredictsWithItsVeryWeights() throws Exception {
        ModelParts parts = new ModelParts(config("model.start-from=" + weights));
        // As it travels to the task manager, where the file need not be.
        LearnerFactory factory = InstantiationUtil.clone(parts.learnerFactory());
        Files.move(weights, folder.resolve("moved"));

        List<Predicted> first = firstPredictions(parts, factory);

        assertThat(first).hasSize(1);
        try (ModelVersion version = ModelVersion.open(Files.readAllBytes(folder.resolve("moved")))) {
            WindowStep step = first.get(0).step();
            assertThat(first.get(0).networkSteps()[0]).containsExactly(version.predict(realSteps(step)));
            assertThat(first.get(0).networkSteps()[0][0]).isNotZero();
        }
        assertThat(factory.origin()).startsWith("the weights of " + weights + " (SHA-256 ");
    }

    @Test
    void withoutAFileTheFirstStepIsZero() {
        ModelParts parts = new ModelParts(config());

        List<Predicted> first = firstPredictions(parts, parts.learnerFactory());

        assertThat(first.get(0).networkSteps()[0]).containsOnly(0f);
        assertThat(parts.learnerFactory().origin()).isNull();
    }

    @Test
    void aFileOfAnotherNetworkIsRefusedWithEveryDifference() {
        StepcastConfig config =
                config("model.start-from=" + weights, "model.window=6", "series.step=30 min", "model.hidden=16");

        assertThatThrownBy(() -> new ModelParts(config).requireUsable())
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "'model.start-from' must name weights that this model can begin with",
                        "window is 4 there and 6 here",
                        "stepMillis is 3600000 there and 1800000 here",
                        "the number of hidden units is 8 there and 16 here");
    }

    @Test
    void otherFeaturesAreRefused() {
        StepcastConfig config = config("model.start-from=" + weights, "series.features=b, a");

        assertThatThrownBy(() -> new ModelParts(config).learnerFactory())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("features is [a, b] there and [b, a] here");
    }

    @Test
    void aFileThatIsNotThereIsOneSentence() {
        StepcastConfig config = config("model.start-from=" + folder.resolve("none"));

        assertThatThrownBy(() -> new ModelParts(config).requireUsable())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'model.start-from' must name a file that can be read, got ");
    }

    /** What comes of the first two readings, before anything is learnt. */
    private static List<Predicted> firstPredictions(ModelParts parts, LearnerFactory factory) {
        List<Predicted> predicted = new ArrayList<>();
        try (OnlineLearner learner = factory.create(parts.learner())) {
            SeriesWindow window = new SeriesWindow(parts.window());
            for (int row = 0; row < 2; row++) {
                Arrival arrival = window.add(new Reading("s", row * 3_600_000L, value(row)));
                if (arrival instanceof Arrival.Advanced advanced) {
                    learner.add(advanced.step(), output -> {});
                    learner.flush(output -> predicted.add((Predicted) output));
                }
            }
        }
        return predicted;
    }

    private static float[] realSteps(WindowStep step) {
        int inputs = step.input().length / 4;
        return Arrays.copyOfRange(step.input(), (4 - step.windowSteps()) * inputs, 4 * inputs);
    }

    private static double[] value(int row) {
        return new double[] {StrictMath.sin(row / 3.0), row % 7};
    }

    private static StepcastConfig config(String... overrides) {
        return ConfigLoader.parse("""
                kafka: {bootstrap.servers: "unused:9092"}
                registry: {url: "http://unused"}
                topics: {prefix: t}
                series: {features: [a, b], step: 1 h}
                model: {window: 4, hidden: 8}
                delivery: {checkpoint-dir: /unused}
                """, "test", List.of(overrides), Map.of());
    }
}
