package io.stepcast.learn;

import io.stepcast.network.TrainingStep;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Watches for learning steps that are refused, because their loss or gradient is not finite or wildly larger than {@link UsualSize
 * usual}; every network of the ensemble by itself. A refused step leaves the weights as they are, so one of them does no harm; but
 * weights that make every loss infinite would never move again. After {@value MemberGuard#RETURN_AFTER} refusals in a row, and then
 * after every {@value MemberGuard#COALESCED}, the network returns to the weights of the last version that was published right after
 * a step of it that was applied. Confined to the learner's thread. Memory: one copy of the networks' states.
 */
public final class LearningGuard {

    private static final StateHeader HEADER = new StateHeader("learning guard", 1);

    private final List<MemberGuard> members;

    LearningGuard(Ensemble ensemble) {
        members = ensemble.members().stream().map(MemberGuard::new).toList();
    }

    /** The guard of a member, by its place in the ensemble. */
    MemberGuard member(int place) {
        return members.get(place);
    }

    /** Takes what became of each member's learning step; may put networks back. Returns a sentence for each thing to tell. */
    List<String> learnt(List<TrainingStep> outcomes) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            members.get(i).learnt(outcomes.get(i)).ifPresent(events::add);
        }
        return events;
    }

    /** Takes the states that are being published, in the members' order. */
    void published(List<Ensemble.MemberState> states) {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).published(states.get(i).state());
        }
    }

    /** Refused steps of single networks so far. */
    public long refused() {
        return refusals().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Refused steps of single networks so far, by reason; every reason is there. */
    public Map<Refusal, Long> refusals() {
        Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
        for (Refusal reason : Refusal.values()) {
            refusals.put(
                    reason,
                    members.stream().mapToLong(member -> member.refused(reason)).sum());
        }
        return refusals;
    }

    /** How often a network returned to earlier weights. */
    public long returns() {
        return members.stream().mapToLong(MemberGuard::returns).sum();
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        out.writeInt(members.size());
        for (MemberGuard member : members) {
            member.write(out);
        }
    }

    /**
     * Goes on from what {@link #write} wrote.
     *
     * @throws UnreadableStateException if the bytes are no guard's state, or a newer version wrote them
     * @throws IllegalArgumentException if it is the state of other networks
     */
    public void restore(DataInput in) throws IOException {
        HEADER.read(in);
        int count = in.readInt();
        if (count != members.size()) {
            throw new IllegalArgumentException("required the guard of " + members.size() + " networks, got " + count);
        }
        for (MemberGuard member : members) {
            member.restore(in);
        }
    }
}
