package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.FeatureOutcome;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Reading;
import io.stepcast.version.ModelVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 3: values that would spoil a model are refused or borne; its weights stay finite and other series are served as before. */
final class PoisonedInputIT {

    private static final int STEPS = 600;
    private static final int HEALTHY = 3;
    private static final int REFUSED_EVERY = 10;

    /** Series that no model should be fed with, by name. Each gives the values of a time step. */
    private static final List<Poison> POISONS = List.of(
            new Poison("huge-later", step -> values(step, step % 97 == 96 && step < STEPS / 2 ? 1e30 : 0)),
            new Poison("huge-at-first", step -> values(step, step == 1 ? -1e30 : 0)),
            // Of two, the first sets the scale by which the second is no outlier: the series itself stays spoilt.
            new Poison("largest-twice", step -> values(step, step == 0 || step == 200 ? Float.MAX_VALUE : 0)),
            new Poison("largest-later", step -> values(step, step == 200 ? Float.MAX_VALUE : 0)),
            new Poison("constant", step -> new double[] {5, -5}),
            new Poison("stepping", step -> values(step, step < 300 ? 0 : 10_000)),
            new Poison("alternating", step -> new double[] {step % 2 == 0 ? 1e30 : -1e30, 1e-30}));

    @TempDir
    Path folder;

    private record Poison(String series, IntFunction<double[]> values) {}

    @Test
    void poisonedSeriesLeaveTheWeightsFiniteAndTheOthersUnharmed() throws Exception {
        try (House house = House.open(folder)) {
            double[] calmErrors = run(house, house.config("calm"), List.of());
            StepcastConfig poisoned = house.config("poisoned");
            double[] errors = run(house, poisoned, POISONS);

            List<ModelUpdate> versions = house.committed(poisoned.topics().modelUpdates(), ModelUpdate.class).stream()
                    .filter(update -> update.getKind() == ModelUpdateKind.VERSION)
                    .toList();
            assertThat(versions).hasSizeGreaterThanOrEqualTo((STEPS - 2) / 25);
            versions.forEach(PoisonedInputIT::assertFinite);
            for (int series = 0; series < HEALTHY; series++) {
                assertThat(errors[series])
                        .as("error of station-%s in the second half, without poison %s", series, calmErrors[series])
                        .isLessThan(1.15 * calmErrors[series]);
            }
            assertThat(house.committed(poisoned.topics().outcomes(), Outcome.class))
                    .allSatisfy(PoisonedInputIT::assertFinite);
            // A level that jumps is followed; what never changes is exact.
            for (String series : List.of("huge-later", "huge-at-first", "largest-later", "stepping")) {
                assertThat(lastErrors(house, poisoned, series))
                        .as("last errors of %s", series)
                        .isLessThan(15);
            }
            assertThat(lastErrors(house, poisoned, "constant")).isLessThan(0.01);
            double first = versions.get(0).getPrequentialLoss();
            assertThat(versions.get(versions.size() - 1).getPrequentialLoss()).isLessThan(first / 2);
            assertTheUnusableWentToTheDeadLetters(house, poisoned);
        }
    }

    /** Returns the mean error of each healthy series in its second half, in its own units. */
    private static double[] run(House house, StepcastConfig config, List<Poison> poisons) throws Exception {
        String topic = config.topics().readings();
        int refused = 0;
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(house.registrySettings(), topic, Reading.class)) {
            for (int step = 0; step < STEPS; step++) {
                for (int series = 0; series < HEALTHY; series++) {
                    send(house, topic, encoder, House.reading(series, step));
                }
                for (Poison poison : poisons) {
                    double[] values = poison.values().apply(step);
                    send(house, topic, encoder, reading(poison.series(), step, values));
                }
                if (!poisons.isEmpty() && step % REFUSED_EVERY == 0) {
                    send(house, topic, encoder, reading("station-0", step, new double[] {Double.NaN, 1}));
                    send(house, topic, encoder, reading("station-1", step, new double[] {1, -Double.MAX_VALUE}));
                    refused += 2;
                }
            }
        }
        house.flush();
        int outcomes = (HEALTHY + poisons.size()) * (STEPS - 2);
        int deadLetters = refused;
        try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
            House.await(
                    outcomes + " outcomes",
                    Duration.ofMinutes(2),
                    () -> house.count(config.topics().outcomes()) >= outcomes
                            && house.count(config.topics().deadLetter()) >= deadLetters);
            assertThat(job.status().failure()).isNull();
        }
        double[] errors = new double[HEALTHY];
        for (int series = 0; series < HEALTHY; series++) {
            errors[series] = meanError(house, config, "station-" + series, STEPS / 2);
        }
        return errors;
    }

    private static void send(House house, String topic, AvroEncoder<Reading> encoder, Reading reading) {
        house.send(topic, reading.getSeries(), encoder.encode(reading));
    }

    private static Reading reading(String series, int step, double[] values) {
        return new Reading(series, House.FIRST.plus(House.STEP.multipliedBy(step)), List.of(values[0], values[1]));
    }

    /** A healthy series' values; {@code poison}, unless 0, in place of the first. */
    private static double[] values(int step, double poison) {
        List<Double> healthy = House.reading(7, step).getValues();
        double added = Math.abs(poison) >= 1e20 ? poison : healthy.get(0) + poison;
        return new double[] {added, healthy.get(1)};
    }

    /** Mean error over the last 50 time steps, in the series' units. */
    private static double lastErrors(House house, StepcastConfig config, String series) {
        return meanError(house, config, series, STEPS - 22);
    }

    private static double meanError(House house, StepcastConfig config, String series, int fromStep) {
        Instant from = House.FIRST.plus(House.STEP.multipliedBy(fromStep));
        return house.committed(config.topics().outcomes(), Outcome.class).stream()
                .filter(outcome -> outcome.getSeries().equals(series)
                        && !outcome.getTimestamp().isBefore(from))
                .flatMap(outcome -> outcome.getFeatures().stream())
                .mapToDouble(feature -> Math.abs(Objects.requireNonNull(feature.getObserved()) - feature.getExpected()))
                .average()
                .orElseThrow();
    }

    private static void assertFinite(ModelUpdate version) {
        assertThat(version.getPrequentialLoss())
                .as("loss of %s", version.getVersion())
                .isFinite();
        ByteBuffer parameters = Objects.requireNonNull(version.getParameters());
        byte[] bytes = new byte[parameters.remaining()];
        parameters.get(bytes);
        try (ModelVersion model = ModelVersion.open(bytes)) {
            float[] output = model.predict(
                    new float[model.encoding().window() * model.encoding().inputs()]);
            for (float value : output) {
                assertThat(value)
                        .as("output of version %s", version.getVersion())
                        .isFinite();
            }
        }
    }

    private static void assertFinite(Outcome outcome) {
        for (FeatureOutcome feature : outcome.getFeatures()) {
            for (double value :
                    new double[] {feature.getExpected(), feature.getLower(), feature.getUpper(), feature.getLinear()}) {
                assertThat(value)
                        .as("%s at %s", outcome.getSeries(), outcome.getTimestamp())
                        .isFinite();
            }
        }
    }

    private static void assertTheUnusableWentToTheDeadLetters(House house, StepcastConfig config) {
        List<ConsumerRecord<byte[], byte[]>> letters =
                house.committed(config.topics().deadLetter());
        assertThat(letters).hasSize(2 * STEPS / REFUSED_EVERY).allSatisfy(letter -> {
            String key = new String(letter.key(), StandardCharsets.UTF_8);
            assertThat(House.header(letter, "stepcast.reason"))
                    .isEqualTo(key.equals("station-0") ? "not-finite" : "out-of-range");
        });
    }
}
