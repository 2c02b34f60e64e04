package io.stepcast.job.operator;

import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.models.ModelShelf;
import io.stepcast.learn.Intake;
import io.stepcast.learn.OnlineLearner;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** A model with what is around it. Confined to the task thread. */
record ServedModel(String id, OnlineLearner learner, ModelShelf shelf, Intake intake) {

    /** Whose state it is, for errors. */
    static String owner(String id) {
        return "model " + id;
    }

    /**
     * A model from its state.
     *
     * @param learner a new one
     * @param learnerState what {@link #learnerState()} made
     * @param surroundings what {@link #surroundings()} made
     * @param checkpoint that the state comes from
     * @throws org.apache.flink.runtime.execution.SuppressRestartsException if the configuration no longer fits the state
     */
    static ServedModel restored(
            String id,
            OnlineLearner learner,
            Intake intake,
            FixedConfiguration fixed,
            byte[] learnerState,
            byte[] surroundings,
            long checkpoint)
            throws IOException {
        DataInput around = new DataInputDeserializer(surroundings);
        ModelShelf shelf = ModelShelf.read(around, fixed, owner(id), checkpoint);
        try {
            learner.restore(new DataInputDeserializer(learnerState));
        } catch (IllegalArgumentException e) {
            throw FixedConfiguration.refusal(owner(id), String.valueOf(e.getMessage()));
        }
        learner.guard().restore(around);
        intake.restore(around);
        return new ServedModel(id, learner, shelf, intake);
    }

    byte[] learnerState() throws IOException {
        return bytes(learner::write);
    }

    byte[] surroundings() throws IOException {
        return bytes(out -> {
            shelf.write(out);
            learner.guard().write(out);
            intake.write(out);
        });
    }

    /** Something that writes itself. */
    private interface Writing {
        void write(DataOutput out) throws IOException;
    }

    private static byte[] bytes(Writing state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1 << 16);
        state.write(out);
        return out.getCopyOfBuffer();
    }
}
