package io.stepcast.window;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Windows as text that differs where any number differs in any bit (NaN is NaN): to compare and to keep in golden files. */
public final class Traces {

    private Traces() {}

    public static String of(Arrival arrival) {
        return arrival instanceof Arrival.Advanced advanced
                ? advanced.steps().stream().map(Traces::of).collect(Collectors.joining(" | "))
                : arrival.toString();
    }

    public static String of(WindowStep step) {
        LabelledWindow labelled = step.labelled();
        return String.join(
                " ",
                step.series(),
                Long.toString(step.eventTimeMillis()),
                Long.toString(step.targetTimeMillis()),
                Integer.toString(step.windowSteps()),
                Arrays.toString(step.observed()),
                Arrays.toString(step.last()),
                Arrays.toString(step.spread()),
                Arrays.toString(step.stepScale()),
                Arrays.toString(step.input()),
                step.filled() ? "filled" : "read",
                step.restarted() ? "restarted" : "on",
                labelled == null
                        ? "-"
                        : labelled.steps() + Arrays.toString(labelled.input()) + Arrays.toString(labelled.label()));
    }
}
