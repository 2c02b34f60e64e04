package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingStep;
import io.stepcast.state.GoldenFiles;
import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LearningGuardTest {

    private static final NetworkShape SHAPE = RecurrentShape.lstm(1, 1, 1, 1);
    private static final TrainingStep REFUSED = new TrainingStep.Refused(Double.NaN, 7);
    private static final TrainingStep APPLIED = new TrainingStep.Applied(1, 1);

    private final Ensemble ensemble = Ensembles.of(SHAPE, 1, 0);
    private final LearningGuard guard = new LearningGuard(ensemble);

    @Test
    void theFirstRefusalOfARunIsToldAndTheFifthReturnsToTheLastGoodWeights() {
        guard.learnt(List.of(APPLIED));
        publish(1);
        network().restore(weights(2));

        assertThat(refuse(4))
                .containsExactly(
                        "a learning step of lstm was refused for non-finite-loss: its loss was NaN, its gradient's"
                                + " norm 7.0; the weights stay");
        assertThat(network().state().parameters()).isEqualTo(weights(2).parameters());
        assertThat(refuse(1))
                .containsExactly("5 learning steps of lstm in a row were refused, the last for non-finite-loss, the"
                        + " network returned to its last good published weights");
        assertThat(network().state().parameters()).isEqualTo(weights(1).parameters());
        assertThat(guard.refused()).isEqualTo(5);
        assertThat(guard.returns()).isEqualTo(1);
    }

    @Test
    void aLongRunIsToldOncePerHundred() {
        assertThat(refuse(250))
                .hasSize(4)
                .last()
                .isEqualTo(
                        "200 learning steps of lstm in a row were refused, the last for non-finite-loss, and there is"
                                + " no published version to return to");
    }

    @Test
    void refusalsNowAndThenAreToldOncePerHundredSteps() {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            events.addAll(refuse(1));
            guard.learnt(List.of(APPLIED));
        }
        assertThat(events).hasSize(5).allMatch(event -> event.startsWith("a learning step of lstm was refused"));
        assertThat(guard.refused()).isEqualTo(250);
        assertThat(guard.returns()).isZero();
    }

    @Test
    void whatIsPublishedDuringARunIsNotGood() {
        refuse(1);
        publish(3);
        refuse(4);

        assertThat(guard.returns()).isZero();
    }

    @Test
    void refusalsAreCountedByReason() {
        for (int i = 0; i < 30; i++) {
            guard.learnt(List.of(APPLIED));
        }
        guard.learnt(List.of(new TrainingStep.Refused(Double.POSITIVE_INFINITY, Double.NaN)));
        guard.learnt(List.of(new TrainingStep.Refused(1, Double.NaN)));
        guard.learnt(List.of(new TrainingStep.Refused(1e9, 1)));
        guard.learnt(List.of(new TrainingStep.Refused(1e9, 1)));
        guard.learnt(List.of(new TrainingStep.Refused(1, 1e9)));

        assertThat(guard.refusals())
                .containsExactly(
                        Map.entry(Refusal.NON_FINITE_LOSS, 1L),
                        Map.entry(Refusal.NON_FINITE_GRADIENT, 1L),
                        Map.entry(Refusal.GROWING_LOSS, 2L),
                        Map.entry(Refusal.GROWING_GRADIENT, 1L));
        assertThat(Refusal.GROWING_GRADIENT.id()).isEqualTo("growing-gradient");
    }

    @Test
    void oneMembersRefusalsLeaveTheOthersAlone() {
        Ensemble two = Ensembles.of(SHAPE, 1, 1);
        LearningGuard both = new LearningGuard(two);
        both.learnt(List.of(APPLIED, APPLIED));
        both.published(
                List.of(new Ensemble.MemberState("lstm", weights(1)), new Ensemble.MemberState("mlp", weights(1))));
        for (Ensemble.Member member : two.members()) {
            member.network().restore(weights(2));
        }
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            events.addAll(both.learnt(List.of(APPLIED, REFUSED)));
        }

        assertThat(events).hasSize(2).allMatch(event -> event.contains("mlp"));
        assertThat(two.members().get(0).network().state().parameters()).containsOnly(2);
        assertThat(two.members().get(1).network().state().parameters()).containsOnly(1);
    }

    @Test
    void goesOnFromItsState() throws IOException {
        publish(1);
        refuse(4);
        LearningGuard restored = new LearningGuard(ensemble);
        restored.restore(StateBytes.in(StateBytes.of(guard::write)));

        assertThat(restored.learnt(List.of(REFUSED))).hasSize(1);
        assertThat(restored.refused()).isEqualTo(5);
        assertThat(network().state().parameters()).isEqualTo(weights(1).parameters());
        assertThat(StateBytes.of(restored::write)).hasSameSizeAs(StateBytes.of(guard::write));
    }

    @Test
    void theStateOfOtherNetworksIsRefused() {
        byte[] state = StateBytes.of(guard::write);
        assertThatThrownBy(() -> new LearningGuard(Ensembles.of(SHAPE, 0, 1)).restore(StateBytes.in(state)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("required the guard of the network mlp, got that of lstm");
        assertThatThrownBy(() -> new LearningGuard(Ensembles.of(SHAPE, 1, 1)).restore(StateBytes.in(state)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("required the guard of 2 networks, got 1");
    }

    @Test
    void aStateOfVersion1LoadsAndGoesOnToTheSameEvents() throws IOException {
        publish(1);
        refuse(4);
        byte[] bytes = StateBytes.of(guard::write);
        List<String> current = refuse(1);

        byte[] golden = GoldenFiles.state("learning-guard-v1", bytes, current);

        LearningGuard restored = new LearningGuard(ensemble);
        restored.restore(StateBytes.in(golden));
        assertThat(restored.learnt(List.of(REFUSED))).isEqualTo(GoldenFiles.continuation("learning-guard-v1"));
        assertThat(network().state().parameters()).isEqualTo(weights(1).parameters());
        // As long as version 1 is also what is written.
        assertThat(bytes).isEqualTo(golden);
    }

    private SequenceNetwork network() {
        return ensemble.members().get(0).network();
    }

    private void publish(float value) {
        guard.published(List.of(new Ensemble.MemberState("lstm", weights(value))));
    }

    private List<String> refuse(int steps) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            events.addAll(guard.learnt(List.of(REFUSED)));
        }
        return events;
    }

    private static NetworkState weights(float value) {
        float[] parameters = new float[SHAPE.parameters()];
        Arrays.fill(parameters, value);
        return NetworkState.untrained(SHAPE, parameters);
    }
}
