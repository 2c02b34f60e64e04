package io.stepcast.learn;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.state.StateArrays;
import io.stepcast.state.StateHeader;
import io.stepcast.state.UnreadableStateException;
import io.stepcast.window.LabelledWindow;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A learner's state, to bytes and back. */
record LearnerState(NetworkState network, LearnerProgress progress) {

    private static final StateHeader HEADER = new StateHeader("learner", 1);

    static void write(DataOutput out, String modelId, NetworkState network, LearnerProgress progress)
            throws IOException {
        HEADER.write(out);
        out.writeUTF(modelId);
        network.write(out);
        out.writeLong(progress.learningSteps);
        out.writeLong(progress.labelledWindows);
        out.writeLong(progress.version);
        out.writeLong(progress.trainedThroughMillis);
        out.writeLong(progress.random.state());
        progress.series.write(out);
        progress.loss.write(out);
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

    static LearnerState read(DataInput in, LearnerConfig config, NetworkShape shape) throws IOException {
        HEADER.read(in);
        String modelId = in.readUTF();
        if (!modelId.equals(config.modelId())) {
            throw new IllegalArgumentException(
                    "required the state of model " + config.modelId() + ", got that of model " + modelId);
        }
        NetworkState network = NetworkState.read(in);
        if (!network.shape().equals(shape)) {
            throw new IllegalArgumentException("model " + config.modelId() + " has a network of " + shape
                    + ", got the state of one of " + network.shape());
        }
        long learningSteps = in.readLong();
        long labelledWindows = in.readLong();
        long version = in.readLong();
        long trainedThroughMillis = in.readLong();
        long random = in.readLong();
        LearnerProgress progress = new LearnerProgress(config, DistinctSeries.read(in), PrequentialLoss.read(in));
        progress.learningSteps = learningSteps;
        progress.labelledWindows = labelledWindows;
        progress.version = version;
        progress.trainedThroughMillis = trainedThroughMillis;
        progress.random.restore(random);
        int newWindows = readCount(in, "new windows");
        for (int i = 0; i < newWindows; i++) {
            long eventTimeMillis = in.readLong();
            progress.newWindows.add(new NewWindow(readWindow(in, shape), eventTimeMillis));
        }
        int replayed = readCount(in, "windows for replay");
        for (int i = 0; i < replayed; i++) {
            progress.replay.add(readWindow(in, shape));
        }
        return new LearnerState(network, progress);
    }

    private static int readCount(DataInput in, String what) throws IOException {
        int count = in.readInt();
        if (count < 0) {
            throw new UnreadableStateException(
                    "damaged state: the number of " + what + " must not be negative, got " + count);
        }
        return count;
    }

    private static void writeWindow(DataOutput out, LabelledWindow window) throws IOException {
        out.writeInt(window.steps());
        StateArrays.writeFloats(out, window.input());
        StateArrays.writeFloats(out, window.label());
    }

    private static LabelledWindow readWindow(DataInput in, NetworkShape shape) throws IOException {
        int steps = in.readInt();
        if (steps < 1 || steps > shape.time()) {
            throw new UnreadableStateException(
                    "damaged state: a window must have 1 to " + shape.time() + " steps, got " + steps);
        }
        float[] input = new float[shape.time() * shape.inputs()];
        StateArrays.readFloats(in, input);
        float[] label = new float[shape.outputs()];
        StateArrays.readFloats(in, label);
        return new LabelledWindow(input, steps, label);
    }
}
