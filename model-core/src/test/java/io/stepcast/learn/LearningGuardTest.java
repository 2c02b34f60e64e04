package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingStep;
import io.stepcast.state.GoldenFiles;
import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LearningGuardTest {

    private static final NetworkShape SHAPE = RecurrentShape.lstm(1, 1, 1, 1);
    private static final TrainingStep REFUSED = new TrainingStep.Refused(Double.NaN, 7);
    private static final TrainingStep APPLIED = new TrainingStep.Applied(1, 1);

    private final LearningGuard guard = new LearningGuard();
    private final LinearNetwork network = new LinearNetwork(SHAPE);

    @Test
    void theFirstRefusalOfARunIsToldAndTheFifthReturnsToTheLastGoodWeights() {
        NetworkState good = weights(1);
        guard.learnt(APPLIED, network);
        guard.published(good);
        network.restore(weights(2));

        assertThat(refuse(4))
                .containsExactly(
                        "a learning step was refused: its loss was NaN, its gradient's norm 7.0; the weights stay");
        assertThat(network.state().parameters()).isEqualTo(weights(2).parameters());
        assertThat(refuse(1))
                .containsExactly(
                        "5 learning steps in a row were refused, the network returned to its last good published weights");
        assertThat(network.state().parameters()).isEqualTo(good.parameters());
        assertThat(guard.refused()).isEqualTo(5);
        assertThat(guard.returns()).isEqualTo(1);
    }

    @Test
    void aLongRunIsToldOncePerHundred() {
        assertThat(refuse(250))
                .hasSize(4)
                .last()
                .isEqualTo("200 learning steps in a row were refused, and there is no published version to return to");
        assertThat(guard.learnt(APPLIED, network)).isEmpty();
        assertThat(refuse(1)).hasSize(1);
    }

    @Test
    void whatIsPublishedDuringARunIsNotGood() {
        refuse(1);
        guard.published(weights(3));
        refuse(4);

        assertThat(guard.returns()).isZero();
    }

    @Test
    void goesOnFromItsState() throws IOException {
        guard.published(weights(1));
        refuse(4);
        LearningGuard restored = new LearningGuard();
        restored.restore(StateBytes.in(StateBytes.of(guard::write)));

        assertThat(restored.learnt(REFUSED, network)).isPresent();
        assertThat(restored.refused()).isEqualTo(5);
        assertThat(network.state().parameters()).isEqualTo(weights(1).parameters());
        assertThat(StateBytes.of(restored::write)).hasSameSizeAs(StateBytes.of(guard::write));
    }

    @Test
    void aStateOfVersion1LoadsAndGoesOnToTheSameEvents() throws IOException {
        guard.published(weights(1));
        refuse(4);
        byte[] bytes = StateBytes.of(guard::write);
        List<String> current = refuse(1);

        byte[] golden = GoldenFiles.state("learning-guard-v1", bytes, current);

        LearningGuard restored = new LearningGuard();
        restored.restore(StateBytes.in(golden));
        assertThat(restored.learnt(REFUSED, network))
                .hasValue(GoldenFiles.continuation("learning-guard-v1").get(0));
        assertThat(network.state().parameters()).isEqualTo(weights(1).parameters());
        // As long as version 1 is also what is written.
        assertThat(bytes).isEqualTo(golden);
    }

    private List<String> refuse(int steps) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            guard.learnt(REFUSED, network).ifPresent(events::add);
        }
        return events;
    }

    private static NetworkState weights(float value) {
        float[] parameters = new float[SHAPE.parameters()];
        Arrays.fill(parameters, value);
        return NetworkState.untrained(SHAPE, parameters);
    }
}
