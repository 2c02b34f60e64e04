package io.stepcast.learn;

import io.stepcast.network.NetworkState;
import io.stepcast.state.StateArrays;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.LabelledWindow;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A learner's state, to bytes and back. */
record LearnerState(List<NetworkState> networks, LearnerProgress progress) {

    private static final StateHeader HEADER = new StateHeader("learner", 1);

    LearnerState {
        networks = List.copyOf(networks);
    }

    static void write(DataOutput out, String modelId, List<Ensemble.MemberState> members, LearnerProgress progress)
            throws IOException {
        HEADER.write(out);
        out.writeUTF(modelId);
        out.writeInt(members.size());
        for (Ensemble.MemberState member : members) {
            out.writeUTF(member.name());
            member.state().write(out);
        }
        out.writeLong(progress.learningSteps);
        out.writeLong(progress.labelledWindows);
        out.writeLong(progress.version);
        out.writeLong(progress.trainedThroughMillis);
        out.writeLong(progress.random.state());
        progress.series.write(out);
        progress.loss.write(out);
        progress.drift.write(out);
        out.writeInt(progress.newWindows.size());
        for (NewWindow window : progress.newWindows) {
            out.writeLong(window.eventTimeMillis());
            writeWindow(out, window.window());
        }
        out.writeInt(progress.replay.size());
        for (int place = 0; place < progress.replay.size(); place++) {
            writeWindow(out, progress.replay.get(place));
        }
    }

    static LearnerState read(DataInput in, LearnerConfig config, Ensemble ensemble) throws IOException {
        HEADER.read(in);
        String modelId = in.readUTF();
        if (!modelId.equals(config.modelId())) {
            throw new IllegalArgumentException(
                    "required the state of model " + config.modelId() + ", got that of model " + modelId);
        }
        List<NetworkState> networks = readNetworks(in, config, ensemble.members());
        Ensemble.Dimensions dimensions = ensemble.dimensions();
        long learningSteps = in.readLong();
        long labelledWindows = in.readLong();
        long version = in.readLong();
        long trainedThroughMillis = in.readLong();
        long random = in.readLong();
        LearnerProgress progress =
                new LearnerProgress(config, DistinctSeries.read(in), PrequentialLoss.read(in), Drift.read(in));
        progress.learningSteps = learningSteps;
        progress.labelledWindows = labelledWindows;
        progress.version = version;
        progress.trainedThroughMillis = trainedThroughMillis;
        progress.random.restore(random);
        int newWindows = readCount(in, "new windows");
        for (int i = 0; i < newWindows; i++) {
            long eventTimeMillis = in.readLong();
            progress.newWindows.add(new NewWindow(readWindow(in, dimensions), eventTimeMillis));
        }
        int replayed = readCount(in, "windows for replay");
        for (int i = 0; i < replayed; i++) {
            progress.replay.add(readWindow(in, dimensions));
        }
        return new LearnerState(networks, progress);
    }

    private static int readCount(DataInput in, String what) throws IOException {
        int count = in.readInt();
        if (count < 0) {
            throw new UnreadableStateException(
                    "damaged state: the number of " + what + " must not be negative, got " + count);
        }
        return count;
    }

    private static List<NetworkState> readNetworks(DataInput in, LearnerConfig config, List<Ensemble.Member> members)
            throws IOException {
        List<String> names = new ArrayList<>();
        List<NetworkState> states = new ArrayList<>();
        for (int left = readCount(in, "networks"); left > 0; left--) {
            names.add(in.readUTF());
            states.add(NetworkState.read(in));
        }
        List<String> required = members.stream().map(Ensemble.Member::name).toList();
        if (!names.equals(required)) {
            throw new IllegalArgumentException(
                    "model " + config.modelId() + " has the networks " + required + ", got the state of " + names);
        }
        for (int i = 0; i < states.size(); i++) {
            var shape = members.get(i).network().shape();
            if (!states.get(i).shape().equals(shape)) {
                throw new IllegalArgumentException("the network " + names.get(i) + " of model " + config.modelId()
                        + " is " + shape + ", got the state of " + states.get(i).shape());
            }
        }
        return states;
    }

    private static void writeWindow(DataOutput out, LabelledWindow window) throws IOException {
        out.writeInt(window.steps());
        StateArrays.writeFloats(out, window.input());
        StateArrays.writeFloats(out, window.label());
    }

    private static LabelledWindow readWindow(DataInput in, Ensemble.Dimensions dimensions) throws IOException {
        int steps = in.readInt();
        if (steps < 1 || steps > dimensions.time()) {
            throw new UnreadableStateException(
                    "damaged state: a window must have 1 to " + dimensions.time() + " steps, got " + steps);
        }
        float[] input = new float[dimensions.windowLength()];
        StateArrays.readFloats(in, input);
        float[] label = new float[dimensions.outputs()];
        StateArrays.readFloats(in, label);
        return new LabelledWindow(input, steps, label);
    }
}
