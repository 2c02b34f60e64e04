package io.stepcast.job.models;

import io.stepcast.state.StateHeader;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of one model are on the topic, and which files are to go. Confined to the task thread.
 *
 * <p>A removed version's file is deleted once a checkpoint has completed after the one that its tombstone is in: by then the tombstone
 * is committed, and no restart can bring the record back.
 */
public final class ModelShelf {

    private static final StateHeader HEADER = new StateHeader("model shelf", 1);

    /** Events take turns at this many keys, so that compaction keeps the newest ones only. */
    private static final int EVENT_KEYS = 100;

    private static final long NO_CHECKPOINT = Long.MAX_VALUE;

    private record Version(long number, @Nullable String uri) {}

    private record Doomed(String uri, long checkpoint) {}

    private final FixedConfiguration configuration;
    private final Deque<Version> versions = new ArrayDeque<>();
    private final List<Doomed> doomed = new ArrayList<>();
    private long events;

    /**
     * @param configuration what the model's state stands on
     */
    public ModelShelf(FixedConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Takes a new version, and removes the oldest ones beyond {@code keep}.
     *
     * @param uri of its file, or null when its record carries its parameters
     * @return the numbers of those to be removed from the topic
     */
    public List<Long> add(long number, @Nullable String uri, int keep) {
        versions.addLast(new Version(number, uri));
        List<Long> removed = new ArrayList<>();
        while (versions.size() > keep) {
            Version oldest = versions.removeFirst();
            removed.add(oldest.number());
            if (oldest.uri() != null) {
                doomed.add(new Doomed(oldest.uri(), NO_CHECKPOINT));
            }
        }
        return removed;
    }

    /** The key's number of the next event. */
    public int nextEvent() {
        return (int) (events++ % EVENT_KEYS);
    }

    /** A checkpoint is being taken: all tombstones so far are in it. */
    public void checkpoint(long id) {
        doomed.replaceAll(file -> file.checkpoint() == NO_CHECKPOINT ? new Doomed(file.uri(), id) : file);
    }

    /** A checkpoint has completed: takes out and returns the files that may be deleted now. */
    public List<String> completed(long id) {
        List<String> files = new ArrayList<>();
        for (Iterator<Doomed> each = doomed.iterator(); each.hasNext(); ) {
            Doomed file = each.next();
            if (file.checkpoint() < id) {
                files.add(file.uri());
                each.remove();
            }
        }
        return files;
    }

    /** Writes the state: versioned, self-contained. */
    public void write(DataOutput out) throws IOException {
        HEADER.write(out);
        configuration.write(out);
        out.writeInt(versions.size());
        for (Version version : versions) {
            out.writeLong(version.number());
            out.writeUTF(version.uri() == null ? "" : version.uri());
        }
        out.writeInt(doomed.size());
        for (Doomed file : doomed) {
            out.writeUTF(file.uri());
        }
        out.writeLong(events);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param configuration what is configured now
     * @param owner whose state it is, for errors: "model default"
     * @param checkpoint that the state comes from: its tombstones are committed when a later one completes
     * @throws org.apache.flink.runtime.execution.SuppressRestartsException if the state stands on another configuration
     */
    public static ModelShelf read(DataInput in, FixedConfiguration configuration, String owner, long checkpoint)
            throws IOException {
        HEADER.read(in);
        configuration.requireSame(owner, FixedConfiguration.read(in));
        ModelShelf shelf = new ModelShelf(configuration);
        for (int left = in.readInt(); left > 0; left--) {
            long number = in.readLong();
            String uri = in.readUTF();
            shelf.versions.addLast(new Version(number, uri.isEmpty() ? null : uri));
        }
        for (int left = in.readInt(); left > 0; left--) {
            shelf.doomed.add(new Doomed(in.readUTF(), checkpoint));
        }
        shelf.events = in.readLong();
        return shelf;
    }
}
