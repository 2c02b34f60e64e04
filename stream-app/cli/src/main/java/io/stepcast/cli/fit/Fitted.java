package io.stepcast.cli.fit;

import io.stepcast.fit.FitConfig;
import io.stepcast.fit.FitOutcome;
import io.stepcast.fit.FitResult;
import io.stepcast.fit.FitScore;
import io.stepcast.fit.NextStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan carried out.
 *
 * @param persistenceLoss over the validation windows, or the training windows where nothing validates
 * @param outcomes of the test's windows
 * @param score of them; null where there is no test
 * @param next what comes after each series' last row
 * @param device that it was trained on
 */
record Fitted(
        Plan plan,
        FitConfig config,
        FitResult result,
        double persistenceLoss,
        List<FitOutcome> outcomes,
        @Nullable FitScore score,
        List<NextStep> next,
        String device,
        double seconds) {}
