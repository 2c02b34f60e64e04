package io.stepcast.learn;

import io.stepcast.network.NetworkState;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingStep;
import io.stepcast.state.StateHeader;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches for learning steps that are refused. A refused step leaves the weights as they are, so one of them does no harm; but
 * weights that make every loss infinite would never move again. After {@value #RETURN_AFTER} refusals in a row, and then after every
 * {@value #COALESCED}, the network returns to the weights of the last version that was published right after a step that was applied.
 * Confined to the learner's thread. Memory: one copy of the network's state.
 */
public final class LearningGuard {

    static final int RETURN_AFTER = 5;

    /** Refusals in a row per event, after the first. */
    static final int COALESCED = 100;

    private static final StateHeader HEADER = new StateHeader("learning guard", 1);

    private long refused;
    private long inARow;
    private long returns;
    private @Nullable NetworkState good;

    LearningGuard() {}

    /** Takes a learning step's outcome; may put the network back. Returns a sentence where there is something to tell. */
    Optional<String> learnt(TrainingStep outcome, SequenceNetwork network) {
        if (!(outcome instanceof TrainingStep.Refused step)) {
            inARow = 0;
            return Optional.empty();
        }
        refused++;
        inARow++;
        if (inARow == RETURN_AFTER || inARow % COALESCED == 0) {
            return Optional.of(inARow + " learning steps in a row were refused, " + goBack(network));
        }
        return inARow == 1
                ? Optional.of("a learning step was refused: its loss was " + step.loss() + ", its gradient's norm "
                        + step.gradientNorm() + "; the weights stay")
                : Optional.empty();
    }

    private String goBack(SequenceNetwork network) {
        if (good == null) {
            return "and there is no published version to return to";
        }
        network.restore(good);
        returns++;
        return "the network returned to its last good published weights";
    }

    /** Takes the state of a version that is being published: good if the step before it was applied. */
    void published(NetworkState state) {
        if (inARow == 0) {
            good = state;
        }
    }

    /** Learning steps refused so far. */
    public long refused() {
        return refused;
    }

    /** How often the network returned to earlier weights. */
    public long returns() {
        return returns;
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        out.writeLong(refused);
        out.writeLong(inARow);
        out.writeLong(returns);
        NetworkState kept = good;
        out.writeBoolean(kept != null);
        if (kept != null) {
            kept.write(out);
        }
    }

    /**
     * Goes on from what {@link #write} wrote.
     *
     * @throws io.stepcast.state.UnreadableStateException if the bytes are no guard's state, or a newer version wrote them
     */
    public void restore(DataInput in) throws IOException {
        HEADER.read(in);
        refused = in.readLong();
        inARow = in.readLong();
        returns = in.readLong();
        good = in.readBoolean() ? NetworkState.read(in) : null;
    }
}
