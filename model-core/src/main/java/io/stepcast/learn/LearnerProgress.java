package io.stepcast.learn;

import io.stepcast.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/** All that a learner keeps between two windows, beside the network. */
final class LearnerProgress {

    final List<NewWindow> newWindows = new ArrayList<>();
    final ReplayRing replay;
    final SplitMix64 random;
    final DistinctSeries series;
    final PrequentialLoss loss;
    final Drift drift;
    long learningSteps;
    long labelledWindows;
    long version;
    long trainedThroughMillis = Long.MIN_VALUE;

    LearnerProgress(LearnerConfig config) {
        this(config, new DistinctSeries(), new PrequentialLoss(), new Drift());
    }

    LearnerProgress(LearnerConfig config, DistinctSeries series, PrequentialLoss loss, Drift drift) {
        replay = new ReplayRing(config.replayRoom(series.count()));
        random = new SplitMix64(config.seed());
        this.series = series;
        this.loss = loss;
        this.drift = drift;
    }

    /** Notes that the windows were learnt from: they may be replayed from now on. */
    void learnt(List<NewWindow> windows) {
        for (NewWindow window : windows) {
            replay.add(window.window());
            trainedThroughMillis = Math.max(trainedThroughMillis, window.eventTimeMillis());
        }
        labelledWindows += windows.size();
    }
}
