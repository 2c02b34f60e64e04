package io.stepcast.job;

/** Where a job's state comes from when it starts. */
public sealed interface StartPoint {

    /** From where the last run ended: its newest checkpoint, or the savepoint it was stopped with. */
    record Newest() implements StartPoint {}

    /** From no state: all readings are read again. */
    record Fresh() implements StartPoint {}

    /**
     * From a savepoint, which is left as it is, or from a checkpoint of any job.
     *
     * @param path a folder or a URI
     */
    record Savepoint(String path) implements StartPoint {}
}
