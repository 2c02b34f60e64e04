package io.stepcast.learn;

import io.stepcast.network.NetworkState;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.StepSize;
import io.stepcast.network.TrainingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The networks that a learner trains side by side, on the same windows, each with an optimiser of its own. May be empty: then nothing
 * is predicted and nothing learnt. Confined to one thread; owns its networks.
 */
public final class Ensemble implements AutoCloseable {

    private final Dimensions dimensions;
    private final List<Member> members;
    private final List<NetworkKind> kinds;
    /** Members of each kind. */
    private final int[] kindSizes;

    /**
     * What all members take and give.
     *
     * @param time time steps per window
     * @param inputs numbers per time step
     * @param outputs numbers predicted per window
     */
    public record Dimensions(int time, int inputs, int outputs) {

        int windowLength() {
            return time * inputs;
        }
    }

    /**
     * One network.
     *
     * @param name different from those of the other members; the prefix of its parameters in a published version
     * @param early how many times the learning rate is added to it at the first learning step, see {@link LearningRate}
     */
    public record Member(String name, NetworkKind kind, double early, SequenceNetwork network) {

        /** An LSTM or GRU. */
        public static Member recurrent(String name, SequenceNetwork network) {
            return new Member(name, NetworkKind.RECURRENT, LearningRate.RECURRENT_EARLY, network);
        }

        /** An LSTM or GRU that has learnt before: a young one's high rates would only spoil its weights. */
        public static Member learnt(String name, SequenceNetwork network) {
            return new Member(name, NetworkKind.RECURRENT, 0, network);
        }

        /** A feed-forward network. */
        public static Member feedForward(String name, SequenceNetwork network) {
            return new Member(name, NetworkKind.FEED_FORWARD, LearningRate.FEED_FORWARD_EARLY, network);
        }
    }

    /**
     * A member as it is saved and published.
     *
     * @param name the member's
     */
    public record MemberState(String name, NetworkState state) {}

    /**
     * @param members in the order of their states
     * @throws IllegalArgumentException if two have one name, or one has other dimensions
     */
    public Ensemble(Dimensions dimensions, List<Member> members) {
        this.dimensions = dimensions;
        this.members = List.copyOf(members);
        Set<String> names = new HashSet<>();
        Set<NetworkKind> seen = new HashSet<>();
        for (Member member : members) {
            var shape = member.network().shape();
            Dimensions own = new Dimensions(shape.time(), shape.inputs(), shape.outputs());
            if (!own.equals(dimensions)) {
                throw new IllegalArgumentException(
                        "the members of an ensemble must have " + dimensions + ", got " + own + " of " + member.name());
            }
            if (!names.add(member.name())) {
                throw new IllegalArgumentException(
                        "the members of an ensemble must have different names, got " + member.name() + " twice");
            }
            seen.add(member.kind());
        }
        kinds = Arrays.stream(NetworkKind.values()).filter(seen::contains).toList();
        kindSizes = kinds.stream()
                .mapToInt(kind -> (int)
                        members.stream().filter(member -> member.kind() == kind).count())
                .toArray();
    }

    /** An ensemble of one network, called {@code lstm}. */
    public static Ensemble of(SequenceNetwork network) {
        var shape = network.shape();
        return new Ensemble(
                new Dimensions(shape.time(), shape.inputs(), shape.outputs()),
                List.of(Member.recurrent("lstm", network)));
    }

    /**
     * Makes the members one after the other; when one can't be made, closes the others.
     *
     * @param makers one per member
     */
    public static Ensemble make(Dimensions dimensions, List<Supplier<Member>> makers) {
        List<Member> members = new ArrayList<>();
        try {
            for (Supplier<Member> maker : makers) {
                members.add(maker.get());
            }
            return new Ensemble(dimensions, members);
        } catch (RuntimeException e) {
            members.forEach(member -> member.network().close());
            throw e;
        }
    }

    Dimensions dimensions() {
        return dimensions;
    }

    List<Member> members() {
        return members;
    }

    /** The kinds that there are, in the order of {@link NetworkKind}: the rows of {@link LearnerOutput.Predicted#networkSteps}. */
    public List<NetworkKind> kinds() {
        return kinds;
    }

    /** Predicts the batch's windows: fills its means. */
    void predict(Batch batch) {
        int windows = batch.size();
        startMeans(batch, windows);
        for (Member member : members) {
            member.network().predict(batch.windows(), batch.steps(), windows, batch.memberPredictions());
            addToMeans(member, batch, windows);
        }
    }

    /**
     * Takes a learning step with every member; fills the batch's means with what they predicted of its windows before it.
     *
     * @param batch the new windows
     * @param drawReplay called before each member's step: adds to the new windows what this member replays
     * @param rate of the members without anything added
     * @param guard says which steps to refuse
     * @param early from 1 at the first learning step to 0 when the model is no longer young
     * @return what became of each member's step, in their order
     */
    List<TrainingStep> train(Batch batch, Runnable drawReplay, double rate, double early, LearningGuard guard) {
        int newWindows = batch.size();
        startMeans(batch, newWindows);
        List<TrainingStep> outcomes = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            drawReplay.run();
            StepSize size = guard.member(i).bound(rate * (1 + member.early() * early));
            outcomes.add(member.network()
                    .train(
                            batch.windows(),
                            batch.steps(),
                            batch.labels(),
                            batch.size(),
                            size,
                            batch.memberPredictions()));
            addToMeans(member, batch, newWindows);
        }
        return outcomes;
    }

    private void startMeans(Batch batch, int windows) {
        int numbers = windows * dimensions.outputs();
        Arrays.fill(batch.mean(), 0, numbers, 0);
        for (float[] means : batch.kindMeans()) {
            Arrays.fill(means, 0, numbers, 0);
        }
    }

    private void addToMeans(Member member, Batch batch, int windows) {
        int kind = kinds.indexOf(member.kind());
        float[] predictions = batch.memberPredictions();
        float share = 1f / members.size();
        float kindShare = 1f / kindSizes[kind];
        float[] mean = batch.mean();
        float[] kindMean = batch.kindMeans()[kind];
        for (int i = 0; i < windows * dimensions.outputs(); i++) {
            mean[i] += share * predictions[i];
            kindMean[i] += kindShare * predictions[i];
        }
    }

    List<MemberState> states() {
        return members.stream()
                .map(member -> new MemberState(member.name(), member.network().state()))
                .toList();
    }

    @Override
    public void close() {
        members.forEach(member -> member.network().close());
    }
}
