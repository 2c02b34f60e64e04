package io.stepcast.learn;

import io.stepcast.network.NetworkState;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.StepSize;
import io.stepcast.network.TrainingStep;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches the learning steps of one member of the ensemble. */
final class MemberGuard {

    static final int RETURN_AFTER = 5;

    /** Refusals in a row per event, after the first; and learning steps between two such first ones that are told. */
    static final int COALESCED = 100;

    private final String name;
    private final SequenceNetwork network;
    private final UsualSize loss = new UsualSize();
    private final UsualSize gradientNorm = new UsualSize();
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private long inARow;
    private long returns;
    /** Learning steps since the last event; many before the first. */
    private long sinceTold = COALESCED;

    private @Nullable NetworkState good;

    MemberGuard(Ensemble.Member member) {
        name = member.name();
        network = member.network();
    }

    /** The bounds of the next learning step. */
    StepSize bound(double learningRate) {
        return new StepSize(learningRate, loss.most(), gradientNorm.most());
    }

    /** Takes a learning step's outcome; may put the network back. Returns a sentence where there is something to tell. */
    Optional<String> learnt(TrainingStep outcome) {
        sinceTold++;
        if (outcome instanceof TrainingStep.Applied step) {
            loss.add(step.loss());
            gradientNorm.add(step.gradientNorm());
            inARow = 0;
            return Optional.empty();
        }
        TrainingStep.Refused step = (TrainingStep.Refused) outcome;
        Refusal reason = Refusal.of(step, loss.most());
        if (reason == Refusal.GROWING_LOSS || reason == Refusal.GROWING_GRADIENT) {
            loss.add(step.loss());
            gradientNorm.add(step.gradientNorm());
        }
        refused.merge(reason, 1L, Long::sum);
        inARow++;
        if (inARow == RETURN_AFTER || inARow % COALESCED == 0) {
            sinceTold = 0;
            return Optional.of(inARow + " learning steps of " + name + " in a row were refused, the last for "
                    + reason.id() + ", " + goBack());
        }
        if (inARow > 1 || sinceTold <= COALESCED) {
            return Optional.empty();
        }
        sinceTold = 0;
        return Optional.of("a learning step of " + name + " was refused for " + reason.id() + ": its loss was "
                + step.loss() + ", its gradient's norm " + step.gradientNorm() + "; the weights stay");
    }

    private String goBack() {
        if (good == null) {
            return "and there is no published version to return to";
        }
        network.restore(good);
        returns++;
        return "the network returned to its last good published weights";
    }

    /** Takes the state that is being published: good if the step before it was applied. */
    void published(NetworkState state) {
        if (inARow == 0) {
            good = state;
        }
    }

    long refused(Refusal reason) {
        return refused.getOrDefault(reason, 0L);
    }

    long returns() {
        return returns;
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(name);
        loss.write(out);
        gradientNorm.write(out);
        for (Refusal reason : Refusal.values()) {
            out.writeLong(refused(reason));
        }
        out.writeLong(inARow);
        out.writeLong(returns);
        out.writeLong(sinceTold);
        NetworkState kept = good;
        out.writeBoolean(kept != null);
        if (kept != null) {
            kept.write(out);
        }
    }

    void restore(DataInput in) throws IOException {
        String found = in.readUTF();
        if (!found.equals(name)) {
            throw new IllegalArgumentException("required the guard of the network " + name + ", got that of " + found);
        }
        loss.restore(in);
        gradientNorm.restore(in);
        for (Refusal reason : Refusal.values()) {
            refused.put(reason, in.readLong());
        }
        inARow = in.readLong();
        returns = in.readLong();
        sinceTold = in.readLong();
        good = in.readBoolean() ? NetworkState.read(in) : null;
    }
}
