package io.stepcast.learn;

import io.stepcast.network.SequenceNetwork;
import io.stepcast.window.WindowStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;

/** One model that predicts the windows of many series and learns from them. Confined to one thread. */
public final class OnlineLearner implements AutoCloseable {

    /** A new learner around a freshly initialised network, which it owns and closes. */
    public OnlineLearner(LearnerConfig config, SequenceNetwork network) {
        throw new IllegalStateException("being built");
    }

    /** Takes a window; may predict what waits, and may learn. */
    public void add(WindowStep step, Consumer<LearnerOutput> outputs) {
        throw new IllegalStateException("being built");
    }

    /** Predicts all windows that wait. Never learns. */
    public void flush(Consumer<LearnerOutput> outputs) {
        throw new IllegalStateException("being built");
    }

    /** Windows taken but not predicted yet. */
    public int waiting() {
        throw new IllegalStateException("being built");
    }

    /** Learning steps taken so far, refused ones included. */
    public long learningSteps() {
        throw new IllegalStateException("being built");
    }

    /**
     * Writes the whole state: weights, moments, replay sample, random state, counters, version, labelled windows not learnt yet.
     *
     * @throws IllegalStateException while windows wait to be predicted
     */
    public void write(DataOutput out) throws IOException {
        throw new IllegalStateException("being built");
    }

    /** Restores what {@link #write} wrote into this learner, continuing exactly. */
    public void restore(DataInput in) throws IOException {
        throw new IllegalStateException("being built");
    }

    @Override
    public void close() {
        throw new IllegalStateException("being built");
    }
}
