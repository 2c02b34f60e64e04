package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.RecurrentShape;
import io.stepcast.state.GoldenFiles;
import io.stepcast.state.StateBytes;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LearnerGoldenFileTest {

    private static final String NAME = "learner-v1";
    private static final WindowConfig WINDOW = new WindowConfig(2, 2, 60_000L, 0);
    private static final NetworkShape SHAPE = RecurrentShape.lstm(2, SeriesWindow.inputs(WINDOW), 2, 2);
    private static final LearnerConfig CONFIG = new LearnerConfig("golden", 0, 2, 8, 0.01, 5, 4, 42);
    private static final List<WindowStep> STEPS = Streams.windows(2026, 3, 30, WINDOW);
    private static final int SAVED_AFTER = 61;

    @Test
    void aStateOfVersion1LoadsAndGoesOnToTheSameNumbers() throws IOException {
        OnlineLearner current = learner();
        for (WindowStep step : STEPS.subList(0, SAVED_AFTER)) {
            current.add(step, output -> {});
        }
        current.flush(output -> {});
        byte[] bytes = StateBytes.of(current::write);

        byte[] golden = GoldenFiles.state(NAME, bytes, goOn(current));

        OnlineLearner restored = learner();
        restored.restore(StateBytes.in(golden));
        assertThat(goOn(restored)).isEqualTo(GoldenFiles.continuation(NAME));
        // As long as version 1 is also what is written.
        assertThat(bytes).isEqualTo(golden);
    }

    private static OnlineLearner learner() {
        return new OnlineLearner(CONFIG, new LinearNetwork(SHAPE));
    }

    private static List<String> goOn(OnlineLearner learner) {
        List<LearnerOutput> outputs = new ArrayList<>();
        for (WindowStep step : STEPS.subList(SAVED_AFTER, STEPS.size())) {
            learner.add(step, outputs::add);
        }
        learner.flush(outputs::add);
        return LearnerTraces.of(outputs);
    }

    @Test
    void foreignBytesAreRefused() {
        assertThatThrownBy(() -> learner().restore(StateBytes.in(new byte[100])))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("the state of a learner must begin with the bytes 53435354, got 00000000");
    }

    @Test
    void aNewerVersionIsRefused() {
        StateHeader newer = new StateHeader("learner", 2);
        assertThatThrownBy(() -> learner().restore(StateBytes.in(StateBytes.of(newer::write))))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("a newer Stepcast wrote it");
    }
}
