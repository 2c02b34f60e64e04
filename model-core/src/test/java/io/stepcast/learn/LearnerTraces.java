package io.stepcast.learn;

import io.stepcast.window.Traces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A learner's outputs as text that differs where any number differs in any bit. */
final class LearnerTraces {

    private LearnerTraces() {}

    static List<String> of(List<LearnerOutput> outputs) {
        List<String> traces = new ArrayList<>();
        for (LearnerOutput output : outputs) {
            traces.add(of(output));
        }
        return traces;
    }

    static String of(LearnerOutput output) {
        if (output instanceof LearnerOutput.Predicted predicted) {
            return "predicted " + Traces.of(predicted.step()) + " " + Arrays.deepToString(predicted.networkSteps())
                    + " " + predicted.modelVersion() + " " + predicted.learningStep();
        }
        if (output instanceof LearnerOutput.Published published) {
            return "published " + published.modelId() + " " + published.version() + " " + published.learningStep() + " "
                    + published.trainedThroughMillis() + " " + published.labelledWindows() + " "
                    + published.prequentialLoss() + " "
                    + published.members().stream()
                            .map(member -> member.name()
                                    + Arrays.toString(member.state().parameters()))
                            .toList();
        }
        return output.toString();
    }
}
