package io.stepcast.job;

import io.stepcast.job.operator.LearnerFactory;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.FeedForwardShape;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes learners; travels to the task manager with the weights to begin with, so that their file need not. */
record Learners(
        RecurrentShape recurrent,
        int recurrentNetworks,
        FeedForwardShape feedForward,
        int feedForwardNetworks,
        TrainingConfig training,
        Networks.Device device,
        @Nullable Start start)
        implements LearnerFactory {

    @Override
    public OnlineLearner create(LearnerConfig settings) {
        SplitMix64 seeds = new SplitMix64(settings.seed());
        String cell = recurrent.cell().name().toLowerCase(Locale.ROOT);
        List<Supplier<Ensemble.Member>> makers = new ArrayList<>();
        for (int i = 0; i < recurrentNetworks; i++) {
            String name = numbered(cell, i);
            boolean begins = i == 0 && start != null;
            long seed = seeds.nextLong();
            makers.add(() -> begins
                    ? Ensemble.Member.learnt(name, started(seed))
                    : Ensemble.Member.recurrent(name, network(recurrent, seed)));
        }
        for (int i = 0; i < feedForwardNetworks; i++) {
            String name = numbered("mlp", i);
            long seed = seeds.nextLong();
            makers.add(() -> Ensemble.Member.feedForward(name, network(feedForward, seed)));
        }
        Ensemble.Dimensions dimensions =
                new Ensemble.Dimensions(recurrent.time(), recurrent.inputs(), recurrent.outputs());
        return new OnlineLearner(settings, Ensemble.make(dimensions, makers));
    }

    private SequenceNetwork network(NetworkShape shape, long seed) {
        return Networks.create(shape, training, device, seed);
    }

    private SequenceNetwork started(long seed) {
        SequenceNetwork network = network(recurrent, seed);
        if (start != null) {
            network.restore(NetworkState.untrained(recurrent, start.parameters()));
        }
        return network;
    }

    /** lstm, lstm2, lstm3. */
    private static String numbered(String name, int place) {
        return place == 0 ? name : name + (place + 1);
    }

    @Override
    public @Nullable String origin() {
        return start == null ? null : start.origin();
    }
}
