package io.stepcast.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What every state begins with: four bytes that mark a Stepcast state, its kind, and the version of that kind's layout.
 *
 * @param kind what the state is of, for people too: "series window"
 * @param newest the newest version that this code writes and reads, from 1
 */
public record StateHeader(String kind, int newest) {

    /** "SCST" in ASCII. */
    private static final int MARK = 0x53435354;

    public StateHeader {
        if (newest < 1) {
            throw new IllegalArgumentException("a state's version must be at least 1, got " + newest);
        }
    }

    /** Writes the header with the newest version. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(MARK);
        out.writeUTF(kind);
        out.writeInt(newest);
    }

    /**
     * Reads the header.
     *
     * @return the version of the layout that follows, 1 to {@link #newest}
     * @throws UnreadableStateException if the bytes are not a state of this kind, or a newer version wrote them
     */
    public int read(DataInput in) throws IOException {
        int mark = in.readInt();
        if (mark != MARK) {
            throw new UnreadableStateException(
                    String.format("the state of a %s must begin with the bytes %08x, got %08x", kind, MARK, mark));
        }
        String found = in.readUTF();
        if (!found.equals(kind)) {
            throw new UnreadableStateException("required the state of a " + kind + ", got that of a " + found);
        }
        int version = in.readInt();
        if (version < 1 || version > newest) {
            throw new UnreadableStateException("the state of a " + kind + " must have a version from 1 to " + newest
                    + ", got " + version + (version > newest ? ": a newer Stepcast wrote it" : ""));
        }
        return version;
    }
}
